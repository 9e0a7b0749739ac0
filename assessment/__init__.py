"""考核: what a round or a pledge comes to by the year's figures, and the board of all rounds."""
