"""The pages of the flow room: flows and their charts, marks and votes, what logs say."""
