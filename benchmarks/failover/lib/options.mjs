// Options of a command: --name value, checked.
/** @param known name → { of: 'number' | 'word' | 'flag', otherwise } @return values by name; ends the program on a wrong one */
export function options(args, known) {
  const values = Object.fromEntries(Object.entries(known).map(([name, { otherwise }]) => [name, otherwise]));
  for (let i = 0; i < args.length; i++) {
    const name = args[i].replace(/^--/, '');
    const option = known[name];
    if (!args[i].startsWith('--') || !option) wrong(`unknown option ${args[i]}; there are ${Object.keys(known).map((one) => `--${one}`).join(' ')}`);
    if (option.of === 'flag') {
      values[name] = true;
      continue;
    }
    const text = args[++i];
    if (text === undefined) wrong(`--${name} needs a value`);
    if (option.of === 'number' && !(Number(text) >= 0)) wrong(`--${name} needs a number, not ${text}`);
    if (option.among && !option.among.includes(text)) wrong(`--${name} is one of ${option.among.join(', ')}, not ${text}`);
    values[name] = option.of === 'number' ? Number(text) : text;
  }
  return values;
}

function wrong(sentence) {
  console.error(sentence);
  process.exit(2);
}
