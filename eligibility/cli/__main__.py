"""Lets ``python -m eligibility.cli`` run the command line."""

from eligibility.cli.group import main

if __name__ == "__main__":
    main()
