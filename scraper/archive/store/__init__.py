"""The archive's file: how it is opened, written, upgraded and summed."""
