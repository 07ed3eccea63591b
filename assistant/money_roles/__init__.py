"""What each sum of money in a message is: a contract, a loan, money that came in, or something else altogether."""
