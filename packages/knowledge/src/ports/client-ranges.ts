/** Where a system takes the numbers of outgoing connections from, unless somebody changed it. */
export interface ClientRange {
  readonly system: string;
  readonly from: number;
  readonly to: number;
  readonly source: string;
}

export const clientRanges: readonly ClientRange[] = [
  {
    system: 'Linux',
    from: 32_768,
    to: 60_999,
    source: 'default of net.ipv4.ip_local_port_range, measured on Linux 6.18',
  },
  {
    system: 'Windows and macOS',
    from: 49_152,
    to: 65_535,
    source: 'RFC 6335, section 6; default dynamic port range of both systems',
  },
];

/** Where Kubernetes takes node ports from, unless the cluster says otherwise (`--service-node-port-range`). */
export const nodePortRange: { readonly from: number; readonly to: number } = { from: 30_000, to: 32_767 };
