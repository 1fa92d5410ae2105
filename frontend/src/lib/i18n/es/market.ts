import type { Texts } from "../en/index.ts";

export const market: Texts["market"] = {
  title: "Mercado",
  lead: "Ofertas en vivo con un precio total: GPU, disco, tráfico y tarifa.",
  filter: { label: "Filtros", gpu: "GPU", anyGpu: "Cualquier GPU", count: "GPU por máquina", any: "Cualquiera", vram: "VRAM mínima", region: "Región", regionHint: "por ejemplo CA", price: "Precio máximo, $/h", kind: "Tipo", reliability: "Fiabilidad mínima", clear: "Quitar filtros" },
  kind: { on_demand: "Bajo demanda", spot: "Spot" },
  column: { gpu: "GPU", price: "Precio por hora", vendor: "Proveedor", region: "Región", reliability: "Fiabilidad", boot: "Arranque", disk: "Disco hasta", isolation: "Aislamiento", seen: "Vista" },
  found_one: "{{count}} oferta",
  found_other: "{{count}} ofertas",
  foundMore: "{{count}} ofertas y más",
  empty: { title: "Ninguna oferta encaja", text: "Afloje un filtro: el mercado cambia cada pocos segundos." },
  parts: { show: "De qué se compone el precio de {{gpu}}", gpu: "GPU", disk: "Disco", traffic: "Tráfico, estimado", fee: "Tarifa" },
  bootRange: "{{p50}}, 95 % en {{p95}}",
  unknown: "desconocido",
  choose: "Alquilar",
  chooseThis: "Alquilar {{gpu}} por {{price}} la hora",
  history: {
    title: "Precio de {{gpu}}, últimas 24 h",
    none: "Aún no hay precios registrados de esta GPU.",
    summary: "{{gpu}} costó entre {{low}} y {{high}} la hora. La mediana ahora es {{median}}, en {{offers}} ofertas.",
    p10: "Décimo más barato", median: "Mediana", p90: "Décimo más caro", table: "Mostrar como tabla", time: "Hora", offers: "Ofertas", axis: "Dólares por hora",
  },
  isolation: { container: "Contenedor", vm: "Máquina virtual", ports_only: "Contenedor, solo puertos" },
};
