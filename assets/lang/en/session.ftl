## Jobs

job-fault = { $title }: an internal fault stopped the work; nothing was changed

## Edits

session-adopt-zones =
    { $n ->
        [one] Adopt { $n } zone
       *[other] Adopt { $n } zones
    }
