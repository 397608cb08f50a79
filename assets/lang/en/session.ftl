## Jobs

job-fault = { $title }: an internal fault stopped the work; nothing was changed

## Edits

session-adopt-zones =
    { $n ->
        [one] Adopt { $n } zone
       *[other] Adopt { $n } zones
    }
edit-to-front = Bring to the front { $name }
edit-to-back = Send to the back { $name }
edit-put = Put { $name } on the map
edit-change = Change { $field } of { $name }
edit-rename = Rename { $old } to { $new }
edit-make = Make { $name } a { $kind }
edit-assign = Assign { $unit } to { $name }
edit-take-off = Take { $unit } off { $name }
edit-period = Change the period of { $name }
verb-move-centre = Move centre
verb-change-radius = Change radius
verb-move-corner = Move corner
verb-change-bearing = Change bearing
verb-change-width = Change width
verb-move-point = Move point
edit-verb-of = { $verb } of { $name }
edit-plain-polygon = Make { $name } a plain polygon
edit-move = Move { $name }
edit-move-vertex = Move vertex { $n } of { $name }
edit-insert-vertex = Insert vertex of { $name }
edit-delete-vertex = Delete vertex of { $name }
edit-details = Change plan details
edit-add = Add { $name }
edit-delete = Delete { $name }
edit-delete-features =
    { $n ->
        [one] Delete { $n } feature
       *[other] Delete { $n } features
    }
copy-of = { $name } (copy)
edit-duplicate = Duplicate { $name }
