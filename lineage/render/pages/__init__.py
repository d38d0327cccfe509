"""What stands on each page of a report, as plain values that the templates lay out."""
