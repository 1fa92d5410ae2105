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
    conflict: "Alguém mudou isto nesse meio-tempo. Abaixo está o que vale agora; suas mudanças continuam no formulário.", takeTheirs: "Ficar com o que está salvo", saveMine: "Salvar o meu por cima", yes: "sim", no: "não",
    noCloud: "Nenhuma nuvem de reserva está configurada nesta plataforma, então nenhuma reserva pode ser iniciada.", noBackup: "Os backups estão desligados: começaria com o disco vazio.",
    notYet: "Esta plataforma ainda não informa sobre reservas.",
    helper: "Se o hardware se perder", then: "Escolha", lose: "O que se perde", long: "Quanto demora", cost: "Quanto custa", now: "agora",
    loseText: "O que mudou desde o último backup", running: "Programas em execução", longOff: "Até você mesmo iniciá-la", longNone: "Nenhum caso ainda nesta máquina",
    measured_one: "{{typical}}, medido uma vez nesta máquina", measured_other: "{{typical}} em geral, {{worst}} no máximo, medido {{count}} vezes nesta máquina",
    waiting: "Esperando: nada", active: "Enquanto serve: {{price}}", activeUnknown: "Enquanto serve: aparece quando estiver ligada", nothing: "Nada",
  },
  move: {
    title: "Mudar {{name}} agora?", where: "Para onde", standby: "CPU de reserva", gpu: "Outra GPU", text: "Primeiro é feito um backup final; se ele não puder ser concluído, a máquina fica onde está. Depois ela deixa o hardware e segue em outro com todos os arquivos. O comando SSH continua o mesmo. Programas e sessões abertas terminam.",
    newer: "Nada se perde: os programas param enquanto as últimas mudanças são salvas.", long: "Quanto demora: {{time}}.", billStandby: "Cobrança agora: {{now}}. Enquanto muda: nada. Na reserva: {{then}}.", billGpu: "Cobrança agora: {{now}}. Enquanto muda: nada. Depois: o preço da nova GPU.",
    priceUnknown: "um preço ainda desconhecido", limit: "Não custará mais que {{price}}.", used_one: "Mudou uma vez nas últimas 24 horas; 5 são permitidas.", used_other: "Mudou {{count}} vezes nas últimas 24 horas; 5 são permitidas.",
    confirm: "Mudar", confirmPrice: "Mudar por {{price}}",
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
