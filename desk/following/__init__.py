"""Following the register by mail: asked for, confirmed by mail, told weekly, ended by a tap."""
