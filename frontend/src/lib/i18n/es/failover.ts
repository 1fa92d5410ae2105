import type { Texts } from "../en/index.ts";

export const failover: Texts["failover"] = {
  banner: {
    failing_over: "Pasando a otro hardware", toStandby: "Pasando a la CPU de reserva", toGpu: "Pasando a otra GPU", on_standby: "En una CPU de reserva", returning: "Volviendo a una GPU",
    since: "desde hace {{time}}", timeline: "Cronología y pruebas", unread: "El registro de este traslado no se puede leer ahora.",
  },
  line: { files: "ARCHIVOS", bill: "COBRO" },
  happened: {
    lost: "El hardware enmudeció. Su última señal de vida fue a las {{time}}", outbid: "Alguien ofreció más y el proveedor retiró el hardware a las {{time}}", provider_stop: "El proveedor paró el hardware a las {{time}}",
    manual: "El traslado se pidió a las {{time}}", drill: "Un simulacro empezó a las {{time}}", unknown: "La máquina dejó su hardware",
  },
  files: {
    lost: "Como a las {{time}}. Se perdieron los últimos {{span}} de trabajo", nothing: "Como a las {{time}}. No se perdió nada", asOf: "Como a las {{time}}", backup: "La última copia es de las {{time}}", none: "No hay copia, así que empieza con el disco vacío",
    complete: "todos han vuelto", coming: "los últimos usados van primero",
  },
  bill: { moving: "Nada mientras se traslada", standby: "La reserva, {{price}}. Ninguna GPU", returning: "La reserva, {{price}}, hasta que la máquina esté en su GPU", gpu: "La GPU, {{price}}" },
  trigger: { lost: "Hardware perdido", outbid: "Puja superada", provider_stop: "Parada por el proveedor", manual: "A petición", drill: "Simulacro" },
  phase: { choosing: "eligiendo adónde", activating: "arrancando el otro hardware", restoring: "trayendo archivos", routing: "pasando el SSH", on_standby: "en reserva", returning: "volviendo", returned: "terminado, en una GPU", aborted: "abandonado" },
  moment: {
    last_seen_at: "Última señal de vida", suspected_at: "Sospecha", decided_at: "Decidido", fenced_at: "Hardware anterior aislado", standby_ready_at: "Otro hardware en marcha", usable_at: "Utilizable", routed_at: "SSH lleva allí",
    restored_at: "Todos los archivos allí", returned_at: "De vuelta en una GPU", aborted_at: "Abandonado",
  },
  history: {
    title: "Traslados", keptUntil: "Hardware anterior guardado hasta", empty: "Nunca tuvo que dejar su hardware.", steps: "Pasos del traslado de {{time}}", plus: "+{{span}}", going: "en curso", outage: "Utilizable {{span}} después de la última señal de vida", outageAsked: "Utilizable {{span}} después de aislar el hardware anterior",
    lost: "Trabajo perdido", lostNothing: "ninguno", unknown: "no se sabe", point: "Archivos como a las", target: "Pasó a", evidence: "Pruebas", noEvidence: "No hizo falta: alguien lo pidió.", noneStored: "No hay ninguna guardada.", reason: "Por qué se abandonó",
    kind: { standby: "CPU de reserva", gpu: "GPU" },
  },
  standby: {
    title: "Reserva", policy: "Cuando el hardware se pierde", off: "Queda parada", cold: "Pasa a una CPU de reserva", zone: "Zona", zoneHint: "Vacío, se elige una cuando haga falta.", zoneRule: "Una zona como us-east1-b.",
    type: "Tipo de máquina", typeRule: "Un tipo como e2-standard-4.", spot: "Usar máquinas spot", spotHint: "Más barato. La nube puede retirarla, y entonces la máquina se traslada otra vez.", save: "Guardar", saved: "Guardado.",
    conflict: "Alguien cambió esto mientras tanto. Abajo está lo que vale ahora; sus cambios siguen en el formulario.", takeTheirs: "Quedarse con lo guardado", saveMine: "Guardar lo mío encima", yes: "sí", no: "no",
    noCloud: "No hay ninguna nube de reserva configurada en esta plataforma, así que no se puede arrancar ninguna reserva.", noBackup: "Las copias están desactivadas: empezaría con el disco vacío.",
    notYet: "Esta plataforma aún no informa de reservas.",
    helper: "Si el hardware se pierde", then: "Opción", lose: "Qué se pierde", long: "Cuánto tarda", cost: "Cuánto cuesta", now: "ahora",
    loseText: "Lo que cambió desde la última copia", running: "Programas en marcha", longOff: "Hasta que usted la inicie", longNone: "Aún ningún caso en esta máquina",
    measured_one: "{{typical}}, medido una vez en esta máquina", measured_other: "{{typical}} en general, {{worst}} como mucho, medido {{count}} veces en esta máquina",
    waiting: "Esperando: nada", active: "Mientras sirve: {{price}}", activeUnknown: "Mientras sirve: se verá cuando esté activada", nothing: "Nada",
  },
  move: {
    title: "¿Trasladar {{name}} ahora?", where: "Adónde", standby: "CPU de reserva", gpu: "Otra GPU", text: "Primero se hace una copia final; si no se puede terminar, la máquina se queda donde está. Después deja su hardware y sigue en otro con todos sus archivos. El comando SSH es el mismo. Los programas y las sesiones abiertas terminan.",
    newer: "No se pierde nada: los programas se detienen mientras se guardan los últimos cambios.", long: "Cuánto tarda: {{time}}.", billStandby: "Se cobra ahora: {{now}}. Mientras se traslada: nada. En la reserva: {{then}}.", billGpu: "Se cobra ahora: {{now}}. Mientras se traslada: nada. Luego: el precio de la nueva GPU.",
    priceUnknown: "un precio que aún no se sabe", limit: "No costará más de {{price}}.", used_one: "Se trasladó una vez en las últimas 24 horas; se permiten 5.", used_other: "Se trasladó {{count}} veces en las últimas 24 horas; se permiten 5.",
    confirm: "Trasladar", confirmPrice: "Trasladar por {{price}}",
  },
  back: {
    title: "¿Devolver {{name}} a una GPU ahora?", text: "Se alquila una GPU: {{gpu}}. Los archivos se copian mientras usted trabaja. Luego hay una pausa corta en la que terminan los programas y las sesiones abiertas, y el mismo comando SSH lleva a la GPU.",
    bill: "Se cobra ahora: {{now}}, hasta que esté en la GPU.", price: "El último precio de la GPU fue {{price}}.", none: "Si no hay libre ninguna GPU adecuada, se queda en la reserva y la búsqueda sigue.", confirm: "Devolver",
  },
  event: {
    failover_started: "La máquina deja su hardware", failover_standby_ready: "El otro hardware está en marcha", failover_completed: "La máquina se puede usar otra vez", failover_returned: "La máquina está de vuelta en una GPU", failover_aborted: "El traslado se abandonó",
    instance_suspect: "La máquina no da señales", instance_lost: "El hardware se perdió",
  },
};
