export const failover = {
  banner: {
    failing_over: "Moving to another box", toStandby: "Moving to a CPU standby", toGpu: "Moving to another GPU", on_standby: "On a CPU standby", returning: "Moving back to a GPU",
    since: "for {{time}}", timeline: "Timeline and evidence", unread: "The record of this move cannot be read now.",
  },
  line: { files: "FILES", bill: "BILL" },
  happened: {
    lost: "The box fell silent. Its last sign of life was at {{time}}", outbid: "Somebody bid more for the box, and its vendor took it away at {{time}}", provider_stop: "Its vendor stopped the box at {{time}}",
    manual: "The move was asked for at {{time}}", drill: "A drill began at {{time}}", unknown: "The machine left its box",
  },
  files: {
    lost: "As of {{time}}. The last {{span}} of work are lost", nothing: "As of {{time}}. Nothing is lost", asOf: "As of {{time}}", backup: "The last backup is of {{time}}", none: "There is no backup, so it begins with an empty disk",
    complete: "all of them are back", coming: "the ones used last come first",
  },
  bill: { moving: "Nothing while it moves", standby: "The standby, {{price}}. No GPU", returning: "The standby, {{price}}, until the machine is on its GPU", gpu: "The GPU, {{price}}" },
  trigger: { lost: "Box lost", outbid: "Outbid", provider_stop: "Stopped by its vendor", manual: "By hand", drill: "Drill" },
  phase: { choosing: "choosing where to", activating: "starting the other box", restoring: "bringing files back", routing: "turning SSH over", on_standby: "on standby", returning: "returning", returned: "over, on a GPU", aborted: "given up" },
  moment: {
    last_seen_at: "Last sign of life", suspected_at: "Suspected", decided_at: "Decided", fenced_at: "Old box shut out", standby_ready_at: "Other box up", usable_at: "Usable", routed_at: "SSH leads there",
    restored_at: "All files there", returned_at: "Back on a GPU", aborted_at: "Given up",
  },
  history: {
    title: "Moves", keptUntil: "Old box kept until", empty: "It never had to leave its box.", steps: "Steps of the move of {{time}}", plus: "+{{span}}", going: "goes on", outage: "Usable {{span}} after the last sign of life", outageAsked: "Usable {{span}} after the old box was shut out",
    lost: "Lost work", lostNothing: "nothing", unknown: "not known", point: "Files as of", target: "Went to", evidence: "Evidence", noEvidence: "None was needed: somebody asked for it.", noneStored: "None is stored.", reason: "Why it was given up",
    kind: { standby: "CPU standby", gpu: "GPU" },
  },
  standby: {
    title: "Standby", policy: "When the box is lost", off: "It stays stopped", cold: "It moves to a CPU standby", zone: "Zone", zoneHint: "Left empty, one is chosen when it is needed.", zoneRule: "A zone such as us-east1-b.",
    type: "Machine type", typeRule: "A type such as e2-standard-4.", spot: "Use spot machines", spotHint: "Cheaper. The cloud may take it away, then the machine moves again.", save: "Save", saved: "Saved.",
    conflict: "Somebody changed this meanwhile. Below is what is saved now; your changes are still in the form.", takeTheirs: "Take what is saved", saveMine: "Save mine over it", yes: "yes", no: "no",
    noCloud: "No standby cloud is set up on this platform, so no standby can be started.", noBackup: "Backups are off: it would begin with an empty disk.",
    notYet: "This platform does not report standbys yet.",
    helper: "If the box is lost", then: "Choice", lose: "What you lose", long: "How long it takes", cost: "What it costs", now: "now",
    loseText: "What changed since the last backup", running: "Running programs", longOff: "Until you start it yourself", longNone: "No case yet on this machine",
    measured_one: "{{typical}}, measured once on this machine", measured_other: "{{typical}} typical, {{worst}} at most, measured {{count}} times on this machine",
    waiting: "Waiting: nothing", active: "While it serves: {{price}}", activeUnknown: "While it serves: shown once it is on", nothing: "Nothing",
  },
  move: {
    title: "Move {{name}} now?", where: "Where to", standby: "CPU standby", gpu: "Another GPU", text: "A final backup is made first; if it cannot be finished, the machine stays where it is. Then it leaves its box and goes on elsewhere with all its files. The SSH command stays the same. Programs and open sessions end.",
    newer: "Nothing is lost: programs stand still while the last changes are saved.", long: "How long it takes: {{time}}.", billStandby: "Billed now: {{now}}. While it moves: nothing. On the standby: {{then}}.", billGpu: "Billed now: {{now}}. While it moves: nothing. Then: the price of the new GPU.",
    priceUnknown: "a price that is not known yet", limit: "It will not cost more than {{price}}.", used_one: "It moved once in the last 24 hours; 5 times are allowed.", used_other: "It moved {{count}} times in the last 24 hours; 5 times are allowed.",
    confirm: "Move it", confirmPrice: "Move it for {{price}}",
  },
  back: {
    title: "Return {{name}} to a GPU now?", text: "A GPU is rented: {{gpu}}. Files are copied over while you work on. Then comes a short pause in which programs and open sessions end, and the same SSH command leads to the GPU.",
    bill: "Billed now: {{now}}, until it is on the GPU.", price: "The last GPU price was {{price}}.", none: "When no fitting GPU is free, it stays on the standby and the search goes on.", confirm: "Return it",
  },
  event: {
    failover_started: "The machine leaves its box", failover_standby_ready: "The other box is up", failover_completed: "The machine can be used again", failover_returned: "The machine is back on a GPU", failover_aborted: "The move was given up",
    instance_suspect: "The machine is not heard of", instance_lost: "The box is lost",
  },
} as const;
