"""The private pages of one person: own check-in, own limits, support map, exercises for one. Nobody else's business."""
