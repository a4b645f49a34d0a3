import type { FreeAnswer } from '../free/free.ts';

/** `quietport/free@1` */
export function freeDocument({ request, suggestions, passedOver, gaps }: FreeAnswer): object {
  const { count, from, to, transports, near, project } = request;
  return {
    schema: 'quietport/free@1',
    query: { count, from, to, transports, near: near ?? null, project },
    order:
      near === undefined
        ? 'upward from a number that the name of the project picks; first those with four unassigned neighbours on both sides and above 10080, last the node ports of Kubernetes'
        : 'by distance, of two the higher first',
    suggestions: suggestions.map(({ port, reasons }) => ({ port, transports, reasons })),
    passedOver,
    gaps,
  };
}
