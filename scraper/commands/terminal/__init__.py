"""What the commands share: options, settings, tables, reports and how an error ends the program."""
