import type { Texts } from "../en/index.ts";

export const billing: Texts["billing"] = {
  title: "Facturación",
  available: "Disponible",
  availableHint: "asentado, menos retenido y usado",
  burn: "Gasto",
  lasts: "Dura",
  forever: "no se cobra nada",
  runsOut: "hasta {{date}}",
  posted: "Asentado",
  postedHint: "en el libro mayor",
  held: "Retenido",
  heldHint: "para máquinas que arrancan o están en marcha",
  accrued: "Usado, aún sin asentar",
  accruedHint: "se asienta en minutos",
  attention: { title: "Pide atención", low: "El saldo dura {{time}} con el gasto actual.", out: "El saldo se agotó." },
  events: { title: "Últimos eventos", empty: "Aún no ocurrió nada." },
  transactions: { title: "Movimientos", empty: "Aún no hay movimientos.", date: "Fecha", kind: "Tipo", what: "Descripción", amount: "Importe", after: "Saldo después" },
  kind: { top_up: "Recarga", usage: "Uso", usage_correction: "Corrección de uso", loss_credit: "Abono por pérdida", refund: "Reembolso", promo: "Crédito promocional", dispute: "Disputa", other: "Asiento" },
};
