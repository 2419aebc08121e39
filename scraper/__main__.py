"""Run the command line: `python -m scraper` is the same as the installed `scraper`."""

from scraper.commands import main

if __name__ == "__main__":
    main()
