import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { browserParts, createPlatform, createQueryClient } from "@/api/platform.ts";
import { startTexts } from "@/lib/i18n/index.ts";
import { Root } from "./root.tsx";
import { routes } from "./routes.tsx";
import "./styles.css";

const queries = createQueryClient();
const platform = createPlatform(browserParts(() => i18next.resolvedLanguage ?? "en"), queries);

function show(): void {
  const element = document.getElementById("root");
  if (!element) throw new Error("the page has no root element");
  createRoot(element).render(
    <StrictMode>
      <Root platform={platform} queries={queries} router={createBrowserRouter(routes)} />
    </StrictMode>,
  );
}

void platform.session.start();
void startTexts().then(show);
