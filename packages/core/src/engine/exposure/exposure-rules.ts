/** How grave a finding is, in the words of SARIF (OASIS SARIF 2.1.0, section 3.27.10). */
export type ExposureLevel = 'error' | 'warning' | 'note';

/** One thing that a device may leave open: what it costs of a hundred points, and what to do. */
export interface ExposureRule {
  readonly id: ExposureRuleId;
  readonly level: ExposureLevel;
  readonly points: number;
  readonly title: string;
  readonly help: string;
}

export type ExposureRuleId =
  | 'ipp-settable'
  | 'snmp-public'
  | 'admin-clear'
  | 'tls-old'
  | 'remote-login-clear'
  | 'certificate-expired'
  | 'certificate-weak'
  | 'ipp-no-login'
  | 'raw-printing'
  | 'jobs-visible'
  | 'line-printing'
  | 'snmp-clear'
  | 'ipp-clear'
  | 'unknown-speaker'
  | 'certificate-own'
  | 'tells-itself';

/** Every rule, the gravest first. */
export const exposureRules: readonly ExposureRule[] = [
  {
    id: 'ipp-settable',
    level: 'error',
    points: 25,
    title: 'Anybody may change its settings over IPP',
    help: 'Set an administrator password, and demand a login for IPP.',
  },
  {
    id: 'snmp-public',
    level: 'warning',
    points: 15,
    title: 'It answers SNMP to the community "public"',
    help: 'Give it another community for reading, or SNMP v3 alone. Tell Quietport with quietport credentials add.',
  },
  {
    id: 'admin-clear',
    level: 'warning',
    points: 15,
    title: 'Its administration pages come over plain HTTP',
    help: 'Turn HTTPS on and let plain HTTP lead there: an administrator password typed here travels in the clear.',
  },
  {
    id: 'tls-old',
    level: 'warning',
    points: 15,
    title: 'It speaks an old version of TLS',
    help: 'Turn TLS 1.0 and 1.1 off (RFC 8996), or replace the firmware.',
  },
  {
    id: 'remote-login-clear',
    level: 'warning',
    points: 15,
    title: 'It takes logins in the clear (Telnet, FTP)',
    help: 'Turn Telnet and FTP off.',
  },
  {
    id: 'certificate-expired',
    level: 'warning',
    points: 10,
    title: 'Its certificate is not valid now',
    help: 'Make or import a new certificate, and check the clock of the device.',
  },
  {
    id: 'certificate-weak',
    level: 'warning',
    points: 10,
    title: 'Its certificate is signed or keyed by what is broken',
    help: 'Make a certificate with an RSA key of 2048 bits or more, or an elliptic one, signed with SHA-2.',
  },
  {
    id: 'ipp-no-login',
    level: 'warning',
    points: 10,
    title: 'Anybody may print over IPP',
    help: 'Demand a login for printing, or let only the print server and known addresses in.',
  },
  {
    id: 'raw-printing',
    level: 'warning',
    points: 10,
    title: 'Anybody may print over a raw port',
    help: 'Turn raw printing (9100) off where everybody prints over IPP, or let known addresses in only.',
  },
  {
    id: 'jobs-visible',
    level: 'warning',
    points: 10,
    title: 'Anybody may read the names of jobs and of who gave them',
    help: 'Turn the job log off or let only its owner read it (job privacy attributes, PWG 5100.13).',
  },
  {
    id: 'line-printing',
    level: 'note',
    points: 5,
    title: 'It offers LPD',
    help: 'Turn LPD (515) off where nobody prints by it.',
  },
  {
    id: 'snmp-clear',
    level: 'note',
    points: 5,
    title: 'It answers SNMP 1 or 2c, in the clear',
    help: 'Use SNMP v3 with authentication and privacy.',
  },
  {
    id: 'ipp-clear',
    level: 'note',
    points: 5,
    title: 'It offers IPP without TLS alone',
    help: 'Turn IPPS on.',
  },
  {
    id: 'unknown-speaker',
    level: 'warning',
    points: 10,
    title: 'A port answers that nobody can name',
    help: 'Look with quietport inspect, and turn off what is not needed.',
  },
  {
    id: 'certificate-own',
    level: 'note',
    points: 2,
    title: 'Nobody else vouches for its certificate',
    help: 'Import a certificate of your own authority, or pin this one: quietport credentials pin.',
  },
  {
    id: 'tells-itself',
    level: 'note',
    points: 1,
    title: 'It tells everybody on the segment who it is',
    help: 'Turn off the discovery protocols that nobody here uses.',
  },
];
