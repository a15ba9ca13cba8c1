"""The objects of one service, as careful people write them; each function makes one."""
