// The dependency rules of the house, as a machine can hold them. Why they are what they are:
// docs/decisions/0002-three-fences.md. tests/fences.test.ts seeds a violation of each and sees it caught.

/** Floors of core, ground first: a floor may look down, never up. */
const FLOORS = ['bytes', 'net', 'formats', 'model', 'contracts', 'protocols', 'engine'];

/** What each workspace may import besides itself. */
const MAY = {
  core: [],
  knowledge: ['core'],
  virtual: ['core'],
  node: ['core'],
  store: ['core', 'node'],
  library: ['core', 'knowledge', 'node', 'virtual'],
  api: ['core'],
  server: ['api', 'core'],
  web: ['api', 'core'],
  cli: ['api', 'core', 'knowledge', 'library', 'node', 'server', 'store', 'virtual'],
};

/** The only packages that core may lean on, each behind one file of formats/. */
const FORMAT_LIBRARIES = 'cborg|saxes';

const CORE = '^packages/core/src';
const ROOMS = `${CORE}/protocols`;
const TEST = '\\.test\\.ts$';
const NETWORK_MODULES = '^(node:)?(dgram|net|tls|https?|http2|dns)(/|$)';

const deny = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const floorRules = FLOORS.slice(0, -1).map((floor, index) =>
  deny(
    `floor-looks-up-${floor}`,
    `${floor} may see the floors below it only.`,
    { path: `${CORE}/${floor}/`, pathNot: TEST },
    { path: `${CORE}/(${FLOORS.slice(index + 1).join('|')})/` },
  ),
);

const homeRules = Object.entries(MAY).map(([name, others]) =>
  deny(
    `stays-home-${name}`,
    `${name} may import ${others.length === 0 ? 'no other workspace' : others.join(', ')}.`,
    { path: `^packages/${name}/` },
    { path: '^packages/', pathNot: `^packages/(${[name, ...others].join('|')})/` },
  ),
);

module.exports = {
  forbidden: [
    deny('no-circular', 'Two files that need each other are one idea, or three.', {}, { circular: true }),
    ...floorRules,
    ...homeRules,
    deny(
      'known-workspace',
      'A new workspace says above what it may import.',
      { path: '^packages/', pathNot: `^packages/(${Object.keys(MAY).join('|')})/` },
      {},
    ),
    deny(
      'strangers',
      'A room never imports another room. What several need belongs into formats/ or is asked for by ability.',
      { path: `${ROOMS}/([^/]+)/` },
      { path: `${ROOMS}/[^/]+/`, pathNot: `${ROOMS}/$1/` },
    ),
    deny(
      'codec-is-pure',
      'A codec sees bytes, net, formats and its own codec files, and nothing else.',
      { path: `${ROOMS}/([^/]+)/codec[^/]*\\.ts$`, pathNot: TEST },
      { pathNot: `${CORE}/(bytes|net|formats)/|${ROOMS}/$1/codec[^/]*\\.ts$` },
    ),
    deny(
      'core-leans-on-format-libraries',
      `Core imports no package but ${FORMAT_LIBRARIES}, and those in formats/ only.`,
      { path: `${CORE}/`, pathNot: `${TEST}` },
      { path: 'node_modules/', pathNot: `node_modules/(${FORMAT_LIBRARIES})/` },
    ),
    deny(
      'format-libraries-behind-formats',
      'A format library stands behind one file of formats/.',
      { path: '^packages/', pathNot: `${CORE}/formats/` },
      { path: `node_modules/(${FORMAT_LIBRARIES})/` },
    ),
    deny(
      'engine-knows-no-room',
      'The engine is handed a catalogue; it does not import one.',
      { path: `${CORE}/engine/`, pathNot: TEST },
      { path: `${ROOMS}/` },
    ),
    deny(
      'fusion-is-arithmetic',
      'Fusion, verdicts and forecasts see net, model and their own folder.',
      { path: `${CORE}/engine/(fusion|verdict|forecast)/`, pathNot: TEST },
      { pathNot: `${CORE}/(net|model|engine/$1)/` },
    ),
    deny(
      'one-network-door',
      'One folder opens sockets: packages/node/src/network.',
      { path: '^packages/', pathNot: '^packages/node/src/network/' },
      { path: NETWORK_MODULES },
    ),
    deny(
      'pure-has-no-machine',
      'Pure workspaces compile against the language alone.',
      { path: '^packages/(core|knowledge|virtual|api)/src/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    deny(
      'enter-by-the-door',
      'Another workspace is entered by its name, through what its package.json exports.',
      { path: '^packages/([^/]+)/' },
      { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    ),
    deny(
      'examples-enter-by-the-door',
      'An example shows what a user can do: it imports packages by their names.',
      { path: '^examples/' },
      // by its name a workspace of the root is local, too, but aliased
      { path: '^packages/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased-workspace'] },
    ),
    deny(
      'tests-stay-out',
      'Source imports no test, and nothing that stands beside packages/.',
      { path: '^packages/', pathNot: TEST },
      { path: `${TEST}|^(tests|fuzz|bench|tools|examples)/` },
    ),
    deny(
      'everything-resolves',
      'An import that leads nowhere would hide from every other rule.',
      { path: '^packages/' },
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    // Type-only imports count: a floor that knows the types above it looks up, too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@quietport/source', 'import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
