// Plain enough for a Node of ten years ago, so that an old one gets far enough to say what is wrong.
// The versions are those of "engines" in package.json.

/** A sentence when this Node is too old for Quietport, else an empty one. */
export function nodeTooOld(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0];
  const minor = parts[1];
  if (major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19)) return '';
  return (
    'Quietport needs Node 20.19 or newer, 22.13 or newer, or 24 and above. This is Node ' +
    version +
    '. Install a newer Node (24 is recommended) and run the same command again.'
  );
}
