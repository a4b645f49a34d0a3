import type { MibTree } from './mib-tree.ts';

/**
 * An agent that breaks what a walk takes for granted (RFC 3416, section 4.2.2: the next name is greater). `endless`: each
 * column goes on for ever. `loop`: the next name is the one that was asked for. `backwards`: it is a smaller one.
 */
export function faultyTree(tree: MibTree, fault: string | undefined): MibTree {
  switch (fault) {
    case 'endless':
      return {
        get: (oid) => tree.get(oid),
        after: (oid, leaveOut) => {
          const next = tree.after(oid, leaveOut);
          const column = oid.slice(0, oid.lastIndexOf('.'));
          if (next === undefined || next.oid.startsWith(`${column}.`) || !inPrinterTables.test(oid)) return next;
          // behind the last row stands another one, and so on
          return {
            oid: `${column}.${Number(oid.slice(oid.lastIndexOf('.') + 1)) + 1}`,
            value: tree.get(oid) ?? next.value,
          };
        },
      };
    case 'loop':
      return {
        get: (oid) => tree.get(oid),
        after: (oid, leaveOut) => {
          const value = tree.get(oid);
          return value === undefined ? tree.after(oid, leaveOut) : { oid, value };
        },
      };
    case 'backwards':
      return {
        get: (oid) => tree.get(oid),
        after: (oid, leaveOut) =>
          tree.get(oid) === undefined ? tree.after(oid, leaveOut) : tree.after('1.3', leaveOut),
      };
    default:
      return tree;
  }
}

/** Rows of tables, that is: four numbers and more behind mib-2. */
const inPrinterTables = /^1\.3\.6\.1\.2\.1\.\d+(\.\d+){4,}$/;
