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
edit-add-features = Add { $n } features
edit-delete = Delete { $name }
edit-delete-features =
    { $n ->
        [one] Delete { $n } feature
       *[other] Delete { $n } features
    }
copy-of = { $name } (copy)
edit-duplicate = Duplicate { $name }
verb-move-vertex = Move vertex
verb-insert-vertex = Insert vertex
verb-move = Move
edit-move-features =
    { $n ->
        [one] Move { $n } feature
       *[other] Move { $n } features
    }
job-open-sample = Opening the sample case
job-writing = Writing { $name }
job-reading = Reading { $name }
job-reading-more = Reading { $name } and { $n } more
job-drawing = Drawing { $name }
job-saving = Saving { $name }
job-signing = Signing { $name }
job-keeping = Keeping the tracks, so that they open at once next time
job-silences = Finding silences
job-settings = Keeping settings
job-coasts = Reading the coasts
job-limits = Reading official limits
job-vessels = Looking through the vessels
job-track = Adding up a track
job-timeline = Counting the traffic over time
edit-adopt = Adopt { $name }
adopted-from = Adopted from { $layer }

## Notices

notice-read-only = This plan was written by a newer Cordon and is open for reading only; nothing was changed.
notice-not-edited = { $label }: { $cause }; the plan is unchanged
notice-no-tracks = There are no tracks to export; nothing was written
notice-saved =
    { $n ->
        [one] Saved { $n } feature to { $path }
       *[other] Saved { $n } features to { $path }
    }
notice-other-version = Someone else had changed { $name } since it was opened; their version is kept as { $other }
notice-signed = { $plan } is signed by { $name }
notice-not-signed = { $cause }
sign-changed = { $file }: someone else has changed it since it was opened; nothing was signed
notice-key-made = Wrote a new private key to { $path }. Give your partners its public key: { $key }
notice-no-key = { $cause }
notice-took-up =
    { $n ->
        [one] Took up unsaved work of { $time } ({ $n } feature)
       *[other] Took up unsaved work of { $time } ({ $n } features)
    }
notice-older-plans =
    { $n ->
        [one] { $n } older unsaved plan is kept and offered again at the next start
       *[other] { $n } older unsaved plans are kept and offered again at the next start
    }
notice-limits-left-out =
    { $n ->
        [one] { $n } official limit has too many vertices and is not used for whose water
       *[other] { $n } official limits have too many vertices and are not used for whose water
    }
notice-silences-stopped = Stopped; silences are shown as before
sample-name = The sample case
notice-zones-skipped = { $name }: { $n } of { $all } zones were skipped, { $repaired } repairs made; see the import report
notice-rows-skipped = { $name }: { $n } of { $all } rows were skipped; see the import report
notice-newer = { $path } was written by a newer Cordon: it is open for reading only
notice-not-saved = { $cause }; the plan was not saved, your work is kept in the journal
notice-not-kept = Tracks could not be kept for the next opening, which will read them anew: { $cause }
notice-settings = Settings and recent files could not be kept: { $cause }
notice-stopped-reading = Stopped reading { $name }; nothing of it was opened
notice-not-opened = { $cause }
notice-not-written = { $cause }
notice-no-fix-in-window = No fix of these vessels lies in the time window; { $path } was not written
notice-wrote-tracks =
    Wrote the tracks of { $vessels ->
        [one] { $vessels } vessel
       *[other] { $vessels } vessels
    }, { $fixes ->
        [one] { $fixes } fix
       *[other] { $fixes } fixes
    }, to { $path }
notice-stopped-writing = Stopped; { $path } was not written
notice-wrote = Wrote { $path }
notice-journal-folder = the journal folder { $path } cannot be used ({ $cause }); save often
notice-journal = the journal could not be written ({ $cause }); save the plan now
job-whose-water = Whose water
job-versions = Looking for versions
job-merging = Merging {$name}
job-watching = Looking after the plan’s file
edit-go-back = Go back to the version of {$time}
edit-merge = Merge {$name}
edit-settle = Settle conflict: {$name}
notice-no-common-version = No version is known that {$name} and this plan both came from: whatever differs is a conflict
notice-merged = Merged {$name}; there were no conflicts
notice-merged-conflicts = { $n ->
    [one] Merged {$name}; 1 conflict is to be settled
   *[other] Merged {$name}; {$n} conflicts are to be settled
}
notice-not-merged = {$name} was not merged: {$cause}
merge-unreadable = { $n ->
    [one] 1 of its features cannot be read
   *[other] {$n} of its features cannot be read
}
notice-open-elsewhere = {$name} is open in another window too; each will notice what the other saves
notice-version-not-kept = The plan is saved, but its version could not be kept for later: {$cause}
notice-briefing-format = { $file }: name a file that ends in .pdf or .html; nothing was written
job-scalpel = Counting whom an area would stop
edit-scalpel-shrink = Shrink { $name } to the flagged traffic
edit-scalpel-shorten = Shorten the period of { $name }
edit-scalpel-shift = Shift the period of { $name }
job-picture = Counting the traffic
notice-dossier-format = { $file }: name a file that ends in .pdf, .html or .json; nothing was written
notice-briefing-searching = Findings are still being looked for, or the search was stopped: the briefing has no dossiers of those that the plan holds.
notice-dossier-searching = Findings are still being looked for, or the search was stopped: a dossier would not be whole. Nothing was written.
