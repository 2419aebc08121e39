"""Run scraper from a checkout: `python cli.py ...` is the same as the installed `scraper ...`."""

from scraper.commands import main

if __name__ == "__main__":
    main()
