import type { Texts } from "../en/index.ts";

export const billing: Texts["billing"] = {
  title: "Cobrança",
  available: "Disponível",
  availableHint: "lançado, menos retido e usado",
  burn: "Gasto",
  lasts: "Dura",
  forever: "nada é cobrado",
  runsOut: "até {{date}}",
  posted: "Lançado",
  postedHint: "no livro-razão",
  held: "Retido",
  heldHint: "para máquinas que iniciam ou estão em execução",
  accrued: "Usado, ainda não lançado",
  accruedHint: "lançado em minutos",
  attention: { title: "Pede atenção", low: "O saldo dura {{time}} com o gasto atual.", out: "O saldo acabou." },
  events: { title: "Últimos eventos", empty: "Nada aconteceu ainda." },
  transactions: { title: "Transações", empty: "Nenhuma transação ainda.", date: "Data", kind: "Tipo", what: "Descrição", amount: "Valor", after: "Saldo depois" },
  kind: { top_up: "Recarga", usage: "Uso", usage_correction: "Correção de uso", loss_credit: "Crédito por perda", refund: "Reembolso", promo: "Crédito promocional", dispute: "Contestação", other: "Lançamento" },
};
