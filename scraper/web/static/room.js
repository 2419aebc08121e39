"use strict";
// Keys, and notes about what is selected. All else works without this file.
(() => {
  const find = (selector) => document.querySelector(selector);
  const keysDialog = find("#keys");
  const noteForm = find("#write");
  const LINES = ".lines > li, main tbody > tr, .change, .body > *";
  const CONTEXT = 64; // characters before and after a passage: they tell two like passages apart

  // --- keys ---

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  function move(step) {
    const lines = [...document.querySelectorAll(LINES)].filter((line) => line.offsetParent !== null);
    if (lines.length === 0) return;
    const now = lines.findIndex((line) => line.classList.contains("here"));
    const next = Math.min(lines.length - 1, Math.max(0, now + step));
    if (now >= 0) lines[now].classList.remove("here");
    lines[next].classList.add("here");
    lines[next].scrollIntoView({ block: "nearest" });
    const link = lines[next].querySelector("a[href]");
    if (link && !lines[next].closest(".body")) link.focus({ preventScroll: true });
  }

  function follow(link) {
    if (link) link.click();
  }

  const actions = {
    j: () => move(1),
    k: () => move(-1),
    o: () => follow(find(".here a[href]")),
    "/": () => find("#top-search").focus(),
    e: () => follow(find("a[data-key=e]")),
    h: () => follow(find("a[data-key=h]")),
    n: () => noteForm && startNote(selectedPassage()),
    "?": () => keysDialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const isOff = document.documentElement.dataset.keys === "off";
    if (isOff || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || keysDialog.open || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });

  // --- notes about a selection; selecting and copying stay as they are ---

  function selectedPassage() {
    const selection = getSelection();
    const article = find("article");
    if (!article || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!article.contains(range.commonAncestorContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(article);
    before.setEnd(range.startContainer, range.startOffset);
    const after = document.createRange();
    after.selectNodeContents(article);
    after.setStart(range.endContainer, range.endOffset);
    const exact = selection.toString().trim();
    return exact === "" ? null : {
      exact,
      before: before.toString().trimEnd().slice(-CONTEXT),
      after: after.toString().trimStart().slice(0, CONTEXT),
    };
  }

  function startNote(passage) {
    if (passage) {
      for (const name of ["exact", "before", "after"]) noteForm.elements[name].value = passage[name];
    }
    noteForm.elements.text.focus();
    noteForm.scrollIntoView({ block: "center" });
  }

  const offer = find("#note-offer");
  if (noteForm && offer) {
    document.addEventListener("selectionchange", () => { offer.hidden = selectedPassage() === null; });
    // a press would take the selection away before the click
    offer.addEventListener("pointerdown", (event) => event.preventDefault());
    offer.addEventListener("click", () => startNote(selectedPassage()));
    noteForm.elements.exact.addEventListener("input", () => {
      noteForm.elements.before.value = noteForm.elements.after.value = "";
    });
  }
})();
