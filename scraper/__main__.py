"""`python -m scraper` is the installed `scraper`."""

from scraper.commands import main

if __name__ == "__main__":
    main()
