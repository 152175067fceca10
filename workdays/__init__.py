"""Working days in Asia/Shanghai: which days are worked, as the State Council announces it and the office amends it."""
