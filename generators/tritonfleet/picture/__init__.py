"""The fleet's GPUs as a picture: one HTML file, or text in the terminal, of the same map."""
