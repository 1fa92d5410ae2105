import type { Texts } from "../en/index.ts";

export const failover: Texts["failover"] = {
  banner: {
    failing_over: "Mudando de hardware", toStandby: "Mudando para a CPU de reserva", toGpu: "Mudando para outra GPU", on_standby: "Em uma CPU de reserva", returning: "Voltando para uma GPU",
    since: "há {{time}}", timeline: "Linha do tempo e provas", unread: "O registro desta mudança não pode ser lido agora.",
  },
  line: { files: "ARQUIVOS", bill: "COBRANÇA" },
  happened: {
    lost: "O hardware silenciou. O último sinal de vida foi às {{time}}", outbid: "Alguém ofereceu mais, e o fornecedor retirou o hardware às {{time}}", provider_stop: "O fornecedor parou o hardware às {{time}}",
    manual: "A mudança foi pedida às {{time}}", drill: "Um ensaio começou às {{time}}", unknown: "A máquina deixou o hardware",
  },
  files: {
    lost: "Como em {{time}}. Os últimos {{span}} de trabalho se perderam", nothing: "Como em {{time}}. Nada se perdeu", asOf: "Como em {{time}}", backup: "O último backup é de {{time}}", none: "Não há backup, então começa com o disco vazio",
    complete: "todos estão de volta", coming: "os usados por último vêm primeiro",
  },
  bill: { moving: "Nada enquanto muda", standby: "A reserva, {{price}}. Nenhuma GPU", returning: "A reserva, {{price}}, até a máquina estar na GPU", gpu: "A GPU, {{price}}" },
  trigger: { lost: "Hardware perdido", outbid: "Lance superado", provider_stop: "Parada pelo fornecedor", manual: "A pedido", drill: "Ensaio" },
  phase: { choosing: "escolhendo o destino", activating: "iniciando o outro hardware", restoring: "trazendo arquivos de volta", routing: "virando o SSH", on_standby: "na reserva", returning: "voltando", returned: "concluída, em uma GPU", aborted: "abandonada" },
  moment: {
    last_seen_at: "Último sinal de vida", suspected_at: "Suspeita", decided_at: "Decidido", fenced_at: "Hardware antigo isolado", standby_ready_at: "Outro hardware no ar", usable_at: "Utilizável", routed_at: "SSH leva até lá",
    restored_at: "Todos os arquivos lá", returned_at: "De volta a uma GPU", aborted_at: "Abandonada",
  },
  history: {
    title: "Mudanças", keptUntil: "Hardware antigo guardado até", empty: "Nunca precisou deixar o hardware.", steps: "Passos da mudança de {{time}}", plus: "+{{span}}", going: "em andamento", outage: "Utilizável {{span}} depois do último sinal de vida", outageAsked: "Utilizável {{span}} depois de isolar o hardware antigo",
    lost: "Trabalho perdido", lostNothing: "nenhum", unknown: "não se sabe", point: "Arquivos como em", target: "Foi para", evidence: "Provas", noEvidence: "Não foi preciso: alguém pediu.", noneStored: "Nenhuma está guardada.", reason: "Por que foi abandonada",
    kind: { standby: "CPU de reserva", gpu: "GPU" },
  },
  standby: {
    title: "Reserva", policy: "Quando o hardware se perde", off: "Fica parada", cold: "Muda para uma CPU de reserva", zone: "Zona", zoneHint: "Vazio, uma é escolhida quando for preciso.", zoneRule: "Uma zona como us-east1-b.",
    type: "Tipo de máquina", typeRule: "Um tipo como e2-standard-4.", spot: "Usar máquinas spot", spotHint: "Mais barato. A nuvem pode retirá-la, e então a máquina muda de novo.", save: "Salvar", saved: "Salvo.",
    drillDays: "Testar sozinho", drillNever: "nunca", drillEvery: "a cada {{days}} dias", drillHint: "Um teste não custa nada e não atrapalha a máquina.",
    conflict: "Alguém mudou isto nesse meio-tempo. Abaixo está o que vale agora; suas mudanças continuam no formulário.", takeTheirs: "Ficar com o que está salvo", saveMine: "Salvar o meu por cima", yes: "sim", no: "não",
    noCloud: "Nenhuma nuvem de reserva está configurada nesta plataforma, então nenhuma reserva pode ser iniciada.", noBackup: "Os backups estão desligados: começaria com o disco vazio.",
    notYet: "Esta plataforma ainda não informa sobre reservas.",
    helper: "Se o hardware se perder", then: "Escolha", lose: "O que se perde", long: "Quanto demora", cost: "Quanto custa",
    loseText: "O que mudou desde o último backup", running: "Programas em execução", longOff: "Até você mesmo iniciá-la", longNone: "Nenhum caso ainda nesta máquina",
    measured_one: "{{typical}}, medido uma vez nesta máquina", measured_other: "{{typical}} em geral, {{worst}} no máximo, medido {{count}} vezes nesta máquina",
    waiting: "Esperando: nada", active: "Enquanto serve: {{price}}", nothing: "Nada",
  },
  helper: {
    patience: "A partir de quando dói não poder usá-la?", after: { minute: "Depois de um minuto", tenMinutes: "Depois de dez minutos", never: "Nunca: eu mesmo a inicio de novo" }, files: "Quantos GB de arquivos precisam voltar?",
    chosen: "escolhida", advised: "sugerida", take: "Escolher a sugerida", advice: "Sugestão: {{choice}}",
    why: {
      never: "Nada precisa seguir sem você, e nada é cobrado até você iniciá-la.", noCloud: "Nenhuma reserva pode ser iniciada nesta plataforma.", noBackups: "Sem backups, uma reserva começa com o disco vazio. Ligue-os primeiro.",
      unmeasured: "Segue sozinha, o que a outra escolha não faz. A rapidez ainda não foi medida.", within: "Segue sozinha e pôde ser usada de novo em até {{p95}} em 95 de 100 casos, antes de {{limit}}.",
      mostly: "Segue sozinha, em geral depois de {{p50}}, mas nem sempre em {{limit}}: 95 de 100 casos levaram até {{p95}}. Nada aqui é mais rápido.", slower: "Segue sozinha, em geral depois de {{p50}}. É mais que {{limit}}, mas nada aqui é mais rápido.",
    },
    filesUnmeasured: "O SSH abre com os arquivos usados por último. Quanto levam todos os {{size}} ainda não foi medido: um teste do failover mostra.", filesEstimate: "O SSH abre com os arquivos usados por último. Todos os {{size}} levam cerca de {{span}}: estimativa a partir de {{rate}} por segundo em um teste desta máquina.",
    promise: "Os arquivos são prometidos, os programas em execução não.", recovery: "{{p50}} em geral, {{p95}} em 95 de 100 casos", measured: "medido n={{n}}", noCase: "nenhum caso ainda", unknown: "não se sabe agora", unfit: "não se sabe para estes ajustes", waiting: "Esperando: {{price}}", activeUnknown: "Enquanto serve: não se sabe agora",
    lossNone: "Tudo o que está no disco", lossUpTo: "No máximo o que mudou nos últimos {{span}}, se tudo correr bem",
  },
  left: { moves: "Restantes em 24 horas: {{left}} de {{most}} mudanças.", drills: "Restantes em 24 horas: {{left}} de {{most}} testes." },
  drill: {
    title: "Testar meu failover", start: "Testar meu failover", ask: "Testar o failover de {{name}}?", confirm: "Testar", running: "O failover está sendo testado", none: "Nunca foi testado nesta máquina.",
    about: "Uma CPU de reserva inicia ao lado da máquina, traz de volta a versão mais nova, lê cada arquivo do próprio disco, compara com o que foi salvo e vai embora.", free: "Nada é cobrado por isso.", undisturbed: "A máquina segue servindo: programas, sessões e endereço ficam como estão.",
    long: "O último teste levou {{span}} até todos os arquivos estarem lá.", longUnknown: "Quanto demora ainda não foi medido nesta máquina.", off: "A reserva está desligada. Escolha uma primeiro.",
    byUser: "a pedido", bySchedule: "programado", steps: "Passos do teste", stepsOf: "Passos do teste de {{time}}", wholeAfter: "todos os arquivos depois de {{span}}", chosenIn: "Lugar encontrado em {{zone}}",
    step: { chosen: "Lugar encontrado", boot: "Reserva no ar", usable: "Arquivos usados por último lá", whole: "Todos os arquivos lá", compared: "Lidos de volta e comparados" },
    going: { choosing: "Escolhendo um lugar", starting: "Iniciando a reserva", restoring: "Colocando os arquivos no lugar", comparing: "Lendo-os de volta" },
    state: { passed: "Passou", failed: "Falhou", cancelled: "Cancelado" },
    means: {
      passed: "Uma reserva trouxe de volta todos os arquivos desta versão, e cada um é byte a byte o que foi salvo. Se o hardware se perder, a máquina segue assim.", differs: "Os arquivos voltaram, mas nem todos como foram salvos. Mande verificar o backup e faça uma nova versão do que difere.",
      unread: "Terminou antes que os arquivos pudessem ser comparados. Um failover nesse momento também poderia ter falhado.", cancelled: "A máquina seguiu outro caminho nesse meio-tempo, então o teste foi abandonado. Ele não diz nada sobre o failover.",
    },
    detail: "Nas palavras da plataforma: {{detail}}", readBack: "Lido de volta", version: "{{time}} · versão {{seq}}", digestSaved: "Resumo do que foi salvo", digestFound: "Resumo do que a reserva leu", digestNone: "não se sabe", same: "Os dois são iguais, e nenhum arquivo difere.", notSame: "Não são iguais.",
    differing_one: "{{n}} caminho difere", differing_other: "{{n}} caminhos diferem", morePaths: "No máximo {{n}} são listados.",
    beside: { title: "Ao lado das mudanças reais", step: "Até", drill: "Este teste", real: "Mudanças reais", boot: "Reserva no ar", usable: "Utilizável", whole: "Todos os arquivos lá", never: "não chegou lá", note: "Ambos contam a partir da decisão. Quando o hardware se perde de verdade, soma-se o tempo até perceber." },
  },
  move: {
    title: "Mudar {{name}} agora?", where: "Para onde", standby: "CPU de reserva", gpu: "Outra GPU", text: "Primeiro é feito um backup final; se ele não puder ser concluído, a máquina fica onde está. Depois ela deixa o hardware e segue em outro com todos os arquivos. O comando SSH continua o mesmo. Programas e sessões abertas terminam.",
    newer: "Nada se perde: os programas param enquanto as últimas mudanças são salvas.", long: "Quanto demora: {{time}}.", billStandby: "Cobrança agora: {{now}}. Enquanto muda: nada. Na reserva: {{then}}.", billGpu: "Cobrança agora: {{now}}. Enquanto muda: nada. Depois: o preço da nova GPU.",
    priceUnknown: "um preço ainda desconhecido", limit: "Não custará mais que {{price}}.",
    confirm: "Mudar", confirmPrice: "Mudar por {{price}}",
    noStandby: "Não tem reserva, então não pode ser mudada: um lugar que falhasse não teria volta.", toStandby: "Escolher uma reserva", noFiles: "Não faz backups, então não pode ser mudada: uma máquina só muda com os arquivos.", toBackups: "Ligar os backups",
    reason: "Por quê, em suas palavras", reasonHint: "Pode ficar vazio. Fica entre as provas da mudança.",
  },
  back: {
    title: "Voltar {{name}} para uma GPU agora?", text: "Uma GPU é alugada: {{gpu}}. Os arquivos são copiados enquanto você trabalha. Depois vem uma pausa curta em que programas e sessões abertas terminam, e o mesmo comando SSH leva à GPU.",
    bill: "Cobrança agora: {{now}}, até estar na GPU.", price: "O último preço da GPU foi {{price}}.", none: "Se nenhuma GPU adequada estiver livre, fica na reserva e a busca continua.", confirm: "Voltar",
  },
  event: {
    failover_started: "A máquina deixa o hardware", failover_standby_ready: "O outro hardware está no ar", failover_completed: "A máquina pode ser usada de novo", failover_returned: "A máquina está de volta a uma GPU", failover_aborted: "A mudança foi abandonada",
    instance_suspect: "A máquina não dá sinais", instance_lost: "O hardware se perdeu",
  },
};
