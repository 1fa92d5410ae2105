// The generated types must be exactly what docs/openapi.yaml says.
import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const spec = new URL("../../docs/openapi.yaml", import.meta.url);
const committed = new URL("../src/api/schema.ts", import.meta.url);
const fresh = COMMENT_HEADER + astToString(await openapiTS(spec));
if (fresh.trim() !== readFileSync(committed, "utf8").trim()) {
  console.error("src/api/schema.ts is not what docs/openapi.yaml generates: run npm run generate");
  process.exit(1);
}
console.log("src/api/schema.ts matches docs/openapi.yaml");
