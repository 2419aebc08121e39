"""Logistic regression with a ridge.

The folds never divide the pages of one site. Needs numpy (the dev extra).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

STEPS = 40  # of Newton's method; it ends after about ten
SMALL = 1e-5  # the step at which it has converged


def fit(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, ridge: float) -> np.ndarray:
    """Return the weights of the features, (columns,): Newton's method, penalized likelihood."""
    beta = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        gradient = rows.T @ (weights * (labels - odds)) - ridge * beta
        curvature = (rows * (weights * odds * (1 - odds))[:, None]).T @ rows + ridge * np.eye(
            len(beta)
        )
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < SMALL:
            break
    return beta


def folds(sites: Sequence[str], count: int, seed: int) -> np.ndarray:
    """Return the fold of each row, (rows,), from 0 to count - 1; a site is in one fold."""
    names = sorted(set(sites))
    random.Random(seed).shuffle(names)
    fold = {name: number % count for number, name in enumerate(names)}
    return np.array([fold[site] for site in sites])


def cross_validated(  # noqa: PLR0917 - what is learned from, and how
    rows: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    sites: Sequence[str],
    ridge: float,
    count: int,
) -> np.ndarray:
    """Return the score of each row, (rows,), by weights that have seen no page of its site.

    The score is a mean of three foldings.     A row of weight 0 is scored and never trained on.
    """
    seeds = (1, 2, 3)
    scores = np.zeros(len(labels))
    for seed in seeds:
        fold = folds(sites, count, seed)
        for number in range(count):
            seen, held = (fold != number) & (weights > 0), fold == number
            scores[held] += rows[held] @ fit(rows[seen], labels[seen], weights[seen], ridge)
    return scores / len(seeds)
