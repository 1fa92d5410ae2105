import type { Texts } from "../en/index.ts";

export const market: Texts["market"] = {
  title: "Mercado",
  lead: "Ofertas ao vivo com um preço total: GPU, disco, tráfego e taxa.",
  filter: { label: "Filtros", gpu: "GPU", anyGpu: "Qualquer GPU", count: "GPUs por máquina", any: "Qualquer", vram: "VRAM mínima", region: "Região", regionHint: "por exemplo CA", price: "Preço máximo, $/h", kind: "Tipo", reliability: "Confiabilidade mínima", clear: "Limpar filtros" },
  kind: { on_demand: "Sob demanda", spot: "Spot" },
  column: { gpu: "GPU", price: "Preço por hora", vendor: "Fornecedor", region: "Região", reliability: "Confiabilidade", boot: "Início", disk: "Disco até", isolation: "Isolamento", seen: "Vista" },
  found_one: "{{count}} oferta",
  found_other: "{{count}} ofertas",
  foundMore: "{{count}} ofertas e mais",
  empty: { title: "Nenhuma oferta serve", text: "Afrouxe um filtro: o mercado muda a cada poucos segundos." },
  parts: { show: "De que é feito o preço de {{gpu}}", gpu: "GPU", disk: "Disco", traffic: "Tráfego, estimado", fee: "Taxa" },
  bootRange: "{{p50}}, 95 % em até {{p95}}",
  unknown: "desconhecido",
  choose: "Alugar",
  chooseThis: "Alugar {{gpu}} por {{price}} a hora",
  history: {
    title: "Preço de {{gpu}}, últimas 24 h",
    none: "Ainda não há preços registrados para esta GPU.",
    summary: "{{gpu}} custou entre {{low}} e {{high}} a hora. A mediana agora é {{median}}, em {{offers}} ofertas.",
    p10: "Décimo mais barato", median: "Mediana", p90: "Décimo mais caro", table: "Mostrar como tabela", time: "Hora", offers: "Ofertas", axis: "Dólares por hora",
  },
  isolation: { container: "Contêiner", vm: "Máquina virtual", ports_only: "Contêiner, só portas" },
};
