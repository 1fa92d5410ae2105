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
    drillDays: "Probarlo solo", drillNever: "nunca", drillEvery: "cada {{days}} días", drillHint: "Una prueba no cuesta nada y no molesta a la máquina.",
    conflict: "Alguien cambió esto mientras tanto. Abajo está lo que vale ahora; sus cambios siguen en el formulario.", takeTheirs: "Quedarse con lo guardado", saveMine: "Guardar lo mío encima", yes: "sí", no: "no",
    noCloud: "No hay ninguna nube de reserva configurada en esta plataforma, así que no se puede arrancar ninguna reserva.", noBackup: "Las copias están desactivadas: empezaría con el disco vacío.",
    notYet: "Esta plataforma aún no informa de reservas.",
    helper: "Si el hardware se pierde", then: "Opción", lose: "Qué se pierde", long: "Cuánto tarda", cost: "Cuánto cuesta",
    loseText: "Lo que cambió desde la última copia", running: "Programas en marcha", longOff: "Hasta que usted la inicie", longNone: "Aún ningún caso en esta máquina",
    measured_one: "{{typical}}, medido una vez en esta máquina", measured_other: "{{typical}} en general, {{worst}} como mucho, medido {{count}} veces en esta máquina",
    waiting: "Esperando: nada", active: "Mientras sirve: {{price}}", nothing: "Nada",
  },
  helper: {
    patience: "¿A partir de cuándo duele no poder usarla?", after: { minute: "Tras un minuto", tenMinutes: "Tras diez minutos", never: "Nunca: la inicio yo otra vez" }, files: "¿Cuántos GB de archivos deben volver?",
    chosen: "elegida", advised: "aconsejada", take: "Elegir la aconsejada", advice: "Consejo: {{choice}}",
    why: {
      never: "Nada tiene que seguir sin usted, y no se cobra nada hasta que la inicie.", noCloud: "En esta plataforma no se puede arrancar ninguna reserva.", noBackups: "Sin copias, una reserva empieza con el disco vacío. Actívelas primero.",
      unmeasured: "Sigue sola, lo que la otra opción no hace. Aún no se midió cuánto tarda.", within: "Sigue sola y se pudo usar otra vez en menos de {{p95}} en 95 de cada 100 casos, antes de {{limit}}.",
      mostly: "Sigue sola, en general tras {{p50}}, pero no siempre en {{limit}}: 95 de cada 100 casos tardaron hasta {{p95}}. Aquí nada es más rápido.", slower: "Sigue sola, en general tras {{p50}}. Es más que {{limit}}, pero aquí nada es más rápido.",
    },
    filesUnmeasured: "SSH se abre con los últimos archivos usados. Aún no se midió cuánto tardan los {{size}}: una prueba del failover lo muestra.", filesEstimate: "SSH se abre con los últimos archivos usados. Los {{size}} tardan unos {{span}}: estimación a partir de {{rate}} por segundo en una prueba de esta máquina.",
    promise: "Los archivos se prometen, los programas en marcha no.", recovery: "{{p50}} en general, {{p95}} en 95 de cada 100 casos", measured: "medido n={{n}}", noCase: "aún ningún caso", unknown: "no se sabe ahora", unfit: "no se sabe con estos ajustes", waiting: "Esperando: {{price}}", activeUnknown: "Mientras sirve: no se sabe ahora",
    lossNone: "Todo lo que hay en el disco", lossUpTo: "Como mucho lo que cambió en los últimos {{span}}, si todo va bien",
  },
  left: { moves: "Restantes en 24 horas: {{left}} de {{most}} traslados.", drills: "Restantes en 24 horas: {{left}} de {{most}} pruebas." },
  drill: {
    title: "Probar mi failover", start: "Probar mi failover", ask: "¿Probar el failover de {{name}}?", confirm: "Probar", running: "Se está probando el failover", none: "Nunca se probó en esta máquina.",
    about: "Una CPU de reserva arranca junto a la máquina, trae su versión más nueva, lee cada archivo de su propio disco, lo compara con lo que se guardó y se va.", free: "No se cobra nada por ello.", undisturbed: "La máquina sigue sirviendo: programas, sesiones y dirección se quedan como están.",
    long: "La última prueba tardó {{span}} hasta que estuvieron todos los archivos.", longUnknown: "Aún no se midió cuánto tarda en esta máquina.", off: "Su reserva está desactivada. Elija una primero.",
    byUser: "a petición", bySchedule: "programada", steps: "Pasos de la prueba", stepsOf: "Pasos de la prueba de {{time}}", wholeAfter: "todos los archivos tras {{span}}", chosenIn: "Lugar encontrado en {{zone}}",
    step: { chosen: "Lugar encontrado", boot: "Reserva en marcha", usable: "Últimos archivos usados allí", whole: "Todos los archivos allí", compared: "Leídos y comparados" },
    going: { choosing: "Eligiendo un lugar", starting: "Arrancando la reserva", restoring: "Poniendo los archivos en su sitio", comparing: "Leyéndolos de nuevo" },
    state: { passed: "Superada", failed: "Falló", cancelled: "Cancelada" },
    means: {
      passed: "Una reserva trajo todos los archivos de esta versión, y cada uno es byte a byte lo que se guardó. Si el hardware se pierde, la máquina sigue así.", differs: "Los archivos volvieron, pero no todos como se guardaron. Haga verificar la copia y cree una versión nueva de lo que difiere.",
      unread: "Terminó antes de que se pudieran comparar los archivos. Un failover en ese momento también podría haber fallado.", cancelled: "La máquina tomó otro camino mientras tanto, así que la prueba se abandonó. No dice nada sobre el failover.",
    },
    detail: "En palabras de la plataforma: {{detail}}", readBack: "Leído de nuevo", version: "{{time}} · versión {{seq}}", digestSaved: "Resumen de lo guardado", digestFound: "Resumen de lo que leyó la reserva", digestNone: "no se sabe", same: "Los dos son iguales y ningún archivo difiere.", notSame: "No son iguales.",
    differing_one: "{{n}} ruta difiere", differing_other: "{{n}} rutas difieren", morePaths: "Se muestran {{n}} como mucho.",
    beside: { title: "Junto a sus traslados reales", step: "Hasta", drill: "Esta prueba", real: "Traslados reales", boot: "Reserva en marcha", usable: "Utilizable", whole: "Todos los archivos allí", never: "no llegó", note: "Ambos cuentan desde la decisión. Cuando el hardware se pierde de verdad, se suma el tiempo hasta notarlo." },
  },
  move: {
    title: "¿Trasladar {{name}} ahora?", where: "Adónde", standby: "CPU de reserva", gpu: "Otra GPU", text: "Primero se hace una copia final; si no se puede terminar, la máquina se queda donde está. Después deja su hardware y sigue en otro con todos sus archivos. El comando SSH es el mismo. Los programas y las sesiones abiertas terminan.",
    newer: "No se pierde nada: los programas se detienen mientras se guardan los últimos cambios.", long: "Cuánto tarda: {{time}}.", billStandby: "Se cobra ahora: {{now}}. Mientras se traslada: nada. En la reserva: {{then}}.", billGpu: "Se cobra ahora: {{now}}. Mientras se traslada: nada. Luego: el precio de la nueva GPU.",
    priceUnknown: "un precio que aún no se sabe", limit: "No costará más de {{price}}.",
    confirm: "Trasladar", confirmPrice: "Trasladar por {{price}}",
    noStandby: "No tiene reserva, así que no se puede trasladar: un lugar que fallara no tendría vuelta atrás.", toStandby: "Elegir una reserva", noFiles: "No hace copias, así que no se puede trasladar: una máquina solo se traslada con sus archivos.", toBackups: "Activar las copias",
    reason: "Por qué, en sus palabras", reasonHint: "Puede quedar vacío. Queda entre las pruebas del traslado.",
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
