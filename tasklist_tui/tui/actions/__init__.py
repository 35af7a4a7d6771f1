"""What the commands do, each an ordinary function of a `Stage`; imported when first used."""
