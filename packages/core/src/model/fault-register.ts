/**
 * Every error that is ours or our caller's, by code. What the world does (silence, garbage, refusal) is never here:
 * that is a value. Codes are never reused. `exit` is the exit code of the command line (design: exit codes).
 */
export const faults = {
  'usage/bad-target': {
    exit: 2,
    text: 'The target "{target}" is no address, range, prefix, host name or file.',
    next: 'Give for example 10.0.0.5, 10.0.0.1-20, 10.0.0.0/24, printer.local or a file with one target a line.',
  },
  'usage/ipv6-prefix': {
    exit: 2,
    text: 'The IPv6 prefix {target} is too large to be swept.',
    next: 'Give single IPv6 addresses, or look at the segment with -i.',
  },
  'usage/one-host': {
    exit: 2,
    text: '"{target}" is not one host.',
    next: 'Give one address or name here; quietport find takes ranges, prefixes and lists.',
  },
  'usage/no-host': {
    exit: 2,
    text: '{target} is no address of a host.',
    next: 'Give the address of one host, a range or a prefix.',
  },
  'usage/bad-value': { exit: 2, text: '{option} does not take "{value}".', next: '{expected}' },
  'usage/unknown-command': { exit: 2, text: 'There is no command "{command}".', next: '{next}' },
  'usage/unknown-option': { exit: 2, text: 'There is no option {option} here.', next: '{next}' },
  'usage/bad-arguments': { exit: 2, text: '{detail}.', next: '{next}' },
  'usage/no-such-column': { exit: 2, text: 'There is no column "{column}".', next: 'Columns are: {known}.' },
  'usage/no-such-protocol': { exit: 2, text: 'There is no protocol "{protocol}".', next: 'Known are: {known}.' },
  'usage/bad-hex': {
    exit: 2,
    text: 'That is not hex: {detail}.',
    next: 'Give an even number of hex digits; white space is ignored. With - they are read from standard input.',
  },
  'usage/no-such-fleet': { exit: 2, text: 'There is no fleet "{fleet}".', next: 'Known are: {known}.' },
  'usage/no-such-fact': { exit: 2, text: 'The device has no fact "{fact}".', next: 'It has: {known}.' },
  'usage/no-such-finding': {
    exit: 2,
    text: 'The audit of the device does not find "{rule}".',
    next: 'It finds: {known}.',
  },
  'usage/too-many': { exit: 2, text: 'Too many {what}: {most} at most.', next: 'Give fewer at a time.' },
  'device/not-found': {
    exit: 2,
    text: 'No device in the inventory is "{id}".',
    next: 'quietport devices lists them; quietport find looks for more.',
  },
  'device/ambiguous': { exit: 2, text: '"{id}" means several devices: {matches}.', next: 'Give more of the id.' },
  'device/no-address': {
    exit: 3,
    text: 'The device {id} was never reached at an address.',
    next: 'quietport find looks for it.',
  },
  'device/silent': {
    exit: 3,
    text: 'The device {id} at {address} answered nothing.',
    next: 'It may be asleep or away: try again, or look with quietport inspect {address}.',
  },
  'device/no-pos-printer': {
    exit: 2,
    text: 'The device {id} is no POS printer as far as the inventory knows: its kind is {kind}.',
    next: 'Nothing was sent. ESC/POS goes to known POS printers alone; quietport inspect asks a device what it is.',
  },
  'device/another-there': {
    exit: 6,
    text: 'At {address} is another device than {id}: {what} is {now}, and was {before}.',
    next: 'Nothing was sent to its print port. Look again with quietport find, and give the device that you mean.',
  },
  'device/unproven': {
    exit: 3,
    text: 'Nothing at {address} tells that it is still the device {id}.',
    next: 'Nothing was sent to its print port. Switch the device on, and look with quietport inspect {address}.',
  },
  'credentials/refused': {
    exit: 4,
    text: '{host} does not open to the key "{key}": {why}.',
    next: 'Correct that set of credentials, or leave this host out of its scope.',
  },
  'credentials/key-exposed': {
    exit: 4,
    text: 'The key file {path} is not for its owner alone: {how}.',
    next: 'Take the access away (chmod 600 {path}). If somebody may have read it, change the passwords as well.',
  },
  'credentials/bad-key': {
    exit: 2,
    text: 'What {from} holds is no key.',
    next: 'A key is 32 bytes in hex or base64: openssl rand -hex 32 makes one.',
  },
  'credentials/no-key': {
    exit: 4,
    text: 'There are sealed credentials in {path}, and no key to them in {from}.',
    next: 'Bring the key back; without it nobody opens them. To begin anew, remove the sealed files.',
  },
  'credentials/wrong-key': {
    exit: 4,
    text: '{path} was sealed with another key than the one in {from}.',
    next: 'Bring that key back; without it nobody opens the file. To begin anew, remove it.',
  },
  'credentials/tampered': {
    exit: 4,
    text: '{path} is damaged, or was changed by another hand.',
    next: 'Nothing was written to it. Put a copy of it back, or remove it and begin anew.',
  },
  'credentials/later-form': {
    exit: 4,
    text: '{path} was written by a later version of this program.',
    next: 'Use that version. Nothing was written to it.',
  },
  'credentials/locked': {
    exit: 6,
    text: '{path} is being changed by {holder}.',
    next: 'Try again; if no such process runs, remove {lock}.',
  },
  'credentials/exists': {
    exit: 6,
    text: 'There are credentials named "{name}" already.',
    next: 'Take another name, or remove them first: quietport credentials remove {name}.',
  },
  'credentials/other-kind': {
    exit: 2,
    text: 'The credentials "{name}" are of the kind {kind}, and stay so.',
    next: 'Add others under another name.',
  },
  'credentials/not-found': {
    exit: 2,
    text: 'There are no credentials named "{name}".',
    next: 'Known are: {known}.',
  },
  'credentials/out-of-scope': {
    exit: 2,
    text: 'The credentials "{name}" are not for {target}: their scope is {scope}.',
    next: 'A key is tried inside of its scope only. Widen it: quietport credentials change {name} --scope.',
  },
  'credentials/enough-tries': {
    exit: 4,
    text: '{target} has been shown its {most} new keys of this hour.',
    next: 'More could lock the door. Try again after {after}.',
  },
  'credentials/resting': {
    exit: 4,
    text: '{target} refused the key "{name}" at {at}: it is not shown again for a day.',
    next: 'If the device has changed, give the secret again: quietport credentials change {name} --secret.',
  },
  'credentials/no-certificate': {
    exit: 3,
    text: '{host} shows no certificate.',
    next: 'Look with quietport inspect {host}, or give the fingerprint with --fingerprint.',
  },
  'credentials/not-pinned': {
    exit: 2,
    text: 'No certificate is pinned for {id}.',
    next: 'quietport credentials pins lists what is.',
  },
  'credentials/certificate-changed': {
    exit: 4,
    text: 'The device {id} at {host} shows a certificate that is not the pinned one: SHA-256 {shown}.',
    next: 'If it was renewed, pin the new one: quietport credentials pin {id}. If not, look into it before you send a password.',
  },
  'scope/public-address': {
    exit: 2,
    text: '{address} is a public address.',
    next: 'Only private, loopback and link-local addresses are looked at. If this network is yours, add --i-own-this.',
  },
  'scope/no-such-interface': {
    exit: 2,
    text: 'There is no interface "{interface}" here.',
    next: 'There are: {known}.',
  },
  'scope/interface-not-allowed': {
    exit: 4,
    text: 'The interface {interface} is outside QUIETPORT_INTERFACES ({allowed}).',
    next: 'Nothing goes beyond that list. Change the variable to look further.',
  },
  'scope/address-not-allowed': {
    exit: 4,
    text: '{address} is not reached by the interfaces that may be used ({allowed}).',
    next: 'Nothing goes beyond those that QUIETPORT_INTERFACES and -i name. Name others to look further.',
  },
  'scope/unresolved': {
    exit: 3,
    text: 'The name {name} has no address here.',
    next: 'Check the spelling, or give the address.',
  },
  'scope/no-route': {
    exit: 3,
    text: 'Nothing could be sent to {target}: this machine has no way there.',
    next: 'Check the address and the routes; quietport doctor lists them.',
  },
  'scope/all-excluded': {
    exit: 3,
    text: 'Every target is excluded: nothing is left to look at.',
    next: 'Take targets out of --exclude; quietport config get exclude shows what the settings exclude.',
  },
  'scope/nothing-to-look-at': {
    exit: 3,
    text: 'No interface is up that could be looked at.',
    next: 'quietport doctor says why. VPN and point-to-point interfaces are looked at only when named with -i.',
  },
  'gate/not-declared': {
    exit: 70,
    text: 'The probe {probe} has not declared {transport} port {port}.',
    next: 'This is a bug in the probe: please report it.',
  },
  'gate/not-permitted': {
    exit: 70,
    text: 'The probe {probe} wanted to say something on the print port {port} that its permit does not allow.',
    next: 'Nothing of it was sent. This is a bug in the probe: please report it.',
  },
  'network/address-in-use': {
    exit: 6,
    text: '{transport} port {port} on {address} is taken.',
    next: 'quietport listeners names the owner.',
  },
  'network/not-permitted': {
    exit: 4,
    text: 'This user may not bind {transport} port {port} on {address}.',
    next: 'Ports below 1024 need privilege on most systems.',
  },
  'network/no-such-address': {
    exit: 3,
    text: 'The address {address} is not one of this machine.',
    next: 'quietport doctor lists the interfaces and their addresses.',
  },
  'store/cannot-open': {
    exit: 4,
    text: 'The inventory in {path} cannot be opened: {detail}.',
    next: 'Check that this user may read and write that folder, or name another with --data.',
  },
  'store/damaged': {
    exit: 3,
    text: 'The inventory in {path} cannot be used: {detail}.',
    next: 'Restore a backup with quietport restore (what is there is put aside), or name another folder with --data.',
  },
  'store/newer': {
    exit: 3,
    text: 'The inventory in {path} cannot be used: {detail}.',
    next: 'Update this program, or name another folder with --data.',
  },
  'store/full': {
    exit: 3,
    text: 'The inventory in {path} cannot be written: the disk is full.',
    next: 'Make room on that disk. What was kept before is not lost, and nothing else needs to be done.',
  },
  'store/disk-error': {
    exit: 3,
    text: 'The inventory in {path} cannot be used: the disk reports an error.',
    next: 'Make room on that disk if it is full; if it is not, check the disk.',
  },
  'store/locked': {
    exit: 5,
    text: 'The inventory in {path} is locked: another program is writing to it and did not finish in time.',
    next: 'Wait for that program or end it, then try again.',
  },
  'alert/not-found': { exit: 2, text: 'There is no alert {alert}.', next: 'GET /api/v1/alerts lists them.' },
  'alert/no-such-rule': { exit: 2, text: 'There is no rule {rule}.', next: 'GET /api/v1/alert-rules lists them.' },
  'alert/bad-rule': { exit: 2, text: 'The rule {rule} cannot be: {detail}.', next: 'Nothing was changed.' },
  'alert/bad-silence': {
    exit: 2,
    text: 'A silence until {until} is over already.',
    next: 'Give a time that is to come.',
  },
  'alert/no-such-silence': {
    exit: 2,
    text: 'There is no silence {silence}.',
    next: 'GET /api/v1/silences lists those that are not over.',
  },
  'channel/not-found': { exit: 2, text: 'There is no channel {channel}.', next: 'GET /api/v1/channels lists them.' },
  'channel/bad-secret': {
    exit: 2,
    text: 'The secret of the channel {channel} cannot be used: {detail}.',
    next: 'Nothing was changed.',
  },
  'print/no-way': {
    exit: 5,
    text: 'The device {id} told of no way to print on it that was asked for.',
    next: 'It told of: {known}. Look again with quietport inspect, or name another way with --way.',
  },
  'print/unknown-format': {
    exit: 2,
    text: 'What kind of document {file} is cannot be told by its first bytes.',
    next: 'Say it with --format, or over the API as the content type: application/vnd.epson.escpr.',
  },
  'print/empty': { exit: 2, text: 'The file {file} is empty.', next: 'Give a file with a document in it.' },
  'print/cannot': {
    exit: 5,
    text: 'The printer {id} cannot take this job: {detail}.',
    next: 'Nothing was sent. It says: {known}.',
  },
  'print/maybe-printed': {
    exit: 6,
    text: '{file} may have been printed there already: job {job} ended as {state}.',
    next: 'Look at the printer, or ask it with quietport jobs --ask {job}; --again, or again=true over the API, prints a second copy.',
  },
  'print/file-changed': {
    exit: 6,
    text: 'The file {path} changed while it was sent.',
    next: 'The end of it was held back, so the printer has no whole document. Look at the printer, and print it again.',
  },
  'print/no-such-job': {
    exit: 2,
    text: 'No job that was given from here is "{id}".',
    next: 'quietport jobs lists them.',
  },
  'print/no-job-list': {
    exit: 5,
    text: 'The device {id} does not tell of its jobs: {detail}.',
    next: 'quietport jobs shows what was given from here.',
  },
  'print/not-cancelled': {
    exit: 5,
    text: 'The job {job} was not taken back: {detail}.',
    next: 'It may be over: quietport jobs --ask {job} says how it stands.',
  },
  'correction/nothing': { exit: 1, text: 'There is nothing to correct: {detail}.', next: 'Nothing was changed.' },
  'correction/no-such-part': {
    exit: 2,
    text: 'The device {id} was never heard at {address}.',
    next: 'It was heard at: {known}.',
  },
  'correction/bad-name': {
    exit: 2,
    text: 'That is no name: {most} characters at most, and no controls among them.',
    next: 'Give another name, or --clear to take a given one away.',
  },
  'correction/not-found': {
    exit: 2,
    text: 'There is no correction {id}.',
    next: 'Each merge, split, name and ignore prints its own; one that was taken back is gone.',
  },
  'backup/not-one': {
    exit: 2,
    text: 'The file {path} is no backup: {detail}.',
    next: 'Give a file that quietport backup wrote, with this version or an older one.',
  },
  'restore/cut-off': {
    exit: 3,
    text: 'A restore was cut off in the middle: {data} has no inventory.',
    next: 'Restore the backup again. What was there before is {before}; moved back, all is as it was.',
  },
  'restore/in-use': {
    exit: 6,
    text: 'The inventory in {path} is in use: {detail}.',
    next: 'End what uses it (quietport serve, find --watch) and try again.',
  },
  'store/no-engine': {
    exit: 3,
    text: 'No usable SQLite is at hand: {detail}.',
    next: 'Install @photostructure/sqlite@1.2.1, or run on Node 24 or newer.',
  },
  'store/used-after-end': {
    exit: 70,
    text: 'The {what} was used after its end.',
    next: 'This is a bug in the program that uses it: please report it.',
  },
  'config/bad-file': {
    exit: 2,
    text: 'The settings in {path} cannot be read: {detail}.',
    next: 'Mend the file, or name another with --config.',
  },
  'config/bad-value': {
    exit: 2,
    text: '"{value}" is nothing for the setting {key}.',
    next: '{expected}',
  },
  'config/set-elsewhere': {
    exit: 6,
    text: 'The setting {key} is set by {where}.',
    next: 'Change it there, or take it away there to set it here.',
  },
  'config/unknown-variable': {
    exit: 2,
    text: 'The variable {variable} is none of ours.',
    next: 'Did you mean {meant}? Rename or unset it.',
  },
  'announce/port-held': {
    exit: 6,
    text: 'Port {port} is held here by {holder}.',
    next: 'Nothing was taken from it. Stop that program, or serve elsewhere: quietport announce --port {other}.',
  },
  'announce/others-speak': {
    exit: 6,
    text: 'On port {port} something else than NCDP/2 speaks: {from} said {bytes}…',
    next: 'Nothing was sent. quietport observe {port} records it; to serve beside it: --force, or another --port.',
  },
  'announce/bad-server-state': {
    exit: 2,
    text: 'What the server remembers of its runs cannot be read from {path}: {detail}.',
    next: 'Nothing was written to it. Put a copy of it back; without it devices may get other numbers.',
  },
  'announce/cups-silent': {
    exit: 3,
    text: 'The CUPS server at {place} {how}.',
    next: 'Start CUPS, or name its socket or address with --cups.',
  },
  'announce/cups-refused': {
    exit: 5,
    text: 'The CUPS server at {place} does not tell its queues: {why}.',
    next: 'Look into its access rules (cupsd.conf), or serve as a user that may read them.',
  },
  'announce/no-usb': {
    exit: 3,
    text: 'There is no {path}: the system shows no USB devices here.',
    next: 'In a container pass the tree on, or leave --usb away.',
  },
  'announce/bad-devices': {
    exit: 2,
    text: 'The devices in {path} cannot be read: {detail}.',
    next: 'Mend the file; docs/how-to/attached-devices.md shows what stands in it.',
  },
  'announce/bad-state': {
    exit: 2,
    text: 'What was set of attached devices cannot be read from {path}: {detail}.',
    next: 'Nothing was written to it. Put a copy of it back, or remove it and set the values anew.',
  },
  'manage/no-way': {
    exit: 3,
    text: 'The device {id} was heard by no protocol that can change it.',
    next: 'Today that is NCDP/2, IPP and SNMP. quietport find looks for devices that speak them.',
  },
  'manage/unreachable': {
    exit: 3,
    text: 'At {address} port {port} nobody answered by {protocol}: {how}.',
    next: 'Nothing was changed. Look with quietport inspect {address}.',
  },
  'manage/lost': {
    exit: 3,
    text: 'What became of the order to {id} is not known: {detail}.',
    next: 'What was under way may have been done: quietport plan shows what is there now.',
  },
  'manage/no-login': {
    exit: 4,
    text: 'No key that is kept here opens {id} at {address} over {protocol}{why}.',
    next: 'Nothing was changed. Keep one: quietport credentials add NAME --kind {kind} --scope {address}.',
  },
  'manage/login-closed': {
    exit: 4,
    text: '{address} takes no logins for {seconds} seconds: there were too many wrong ones.',
    next: 'Try again after that, with the right token.',
  },
  'manage/impostor': {
    exit: 4,
    text: 'What answers at {address} port {port} took our login and cannot prove that it knows the token.',
    next: 'Nothing was sent to it. Somebody may stand between: look into it before you try again.',
  },
  'manage/another-there': {
    exit: 6,
    text: 'At {address} is another device than {id}: {what} is {now}, and was {before}.',
    next: 'Nothing was changed. Look again with quietport find, and name the device that you mean.',
  },
  'manage/changed-meanwhile': {
    exit: 6,
    text: 'The {property} of {id} is {now} by now, and not {expected}.',
    next: 'Nothing was changed there. quietport plan shows what is to be changed now.',
  },
  'manage/refused': {
    exit: 5,
    text: 'The device {id} does not take it: {why}.',
    next: 'Nothing was changed there. Ask for what it takes.',
  },
  'manage/busy': {
    exit: 5,
    text: 'The device {id} is busy.',
    next: 'Try again after {seconds} seconds.',
  },
  'manage/not-kept': {
    exit: 5,
    text: 'The device {id} said that it is done, and its {property} is {now}, not {wanted}.',
    next: 'What was there before stands in the journal of changes; quietport plan shows what is there now.',
  },
  'manage/needs-yes': {
    exit: 2,
    text: 'There is no terminal to ask on.',
    next: 'Nothing was changed. Look at the plan, and add --yes.',
  },
  'manage/bad-file': {
    exit: 2,
    text: '{path}, line {line}: {detail}.',
    next: 'docs/how-to/manage.md shows what stands in such a file. Nothing was sent.',
  },
  'manage/nothing-to-undo': {
    exit: 2,
    text: 'There is no change to undo{of}.',
    next: 'Changes of quietport apply are kept in {path}. A correction of the inventory is undone by the id that it printed.',
  },
  'token/unknown': {
    exit: 4,
    text: 'That token opens nothing here.',
    next: 'It was taken back, or is not whole. An admin makes tokens: POST /api/v1/tokens.',
  },
  'token/expired': { exit: 4, text: 'The token "{name}" has expired at {at}.', next: 'An admin makes another one.' },
  'token/not-found': { exit: 2, text: 'There is no token {token}.', next: 'GET /api/v1/tokens lists them.' },
  'token/past': { exit: 2, text: 'The token would have expired already.', next: 'Give a time that is to come.' },
  'plan/not-found': { exit: 2, text: 'There is no plan {plan}.', next: 'GET /api/v1/plans lists them.' },
  'plan/decided': {
    exit: 6,
    text: 'The plan {plan} is {how} already.',
    next: 'Nothing was done. Make a new plan.',
  },
  'plan/nothing-to-do': {
    exit: 6,
    text: 'The plan {plan} has nothing that could be done.',
    next: 'Each of its devices is as it should be, or says in the plan why it cannot be changed.',
  },
  'plan/needs-another': {
    exit: 4,
    text: 'The plan {plan} needs the yes of somebody else than the one who made it.',
    next: 'Nothing was changed. Another operator signs in and applies it; the setting approval says so.',
  },
  'file/cannot-read': {
    exit: 2,
    text: 'The file {path} cannot be read: {detail}.',
    next: 'Check the name and the permissions.',
  },
  'record/would-leak': {
    exit: 70,
    text: 'The recording would still hold {count} values that name somebody or something: nothing was written.',
    next: 'This is a bug: please report it. --keep-names writes the recording as it is, for yourself.',
  },
  'file/no-recording': {
    exit: 2,
    text: 'The file {path} is no recording: {detail}.',
    next: 'Give a file that quietport record wrote, a capture, an SNMP walk (oid|type|value a line) or the body of an IPP answer.',
  },
  'file/no-capture': {
    exit: 2,
    text: 'The file {path} is no capture: {detail}.',
    next: 'Give a pcapng or pcap file, as Wireshark, tcpdump and dumpcap write them.',
  },
  'capture/no-device': {
    exit: 2,
    text: 'The capture {path} holds no answer of {host}.',
    next: 'It holds answers of: {known}. quietport read {path} shows what they tell.',
  },
  'capture/several-devices': {
    exit: 2,
    text: 'The capture {path} holds answers of several addresses: {known}.',
    next: 'Choose one with --host.',
  },
  'file/is-there': {
    exit: 6,
    text: 'There is a file {path} already.',
    next: 'Name another one, or add --replace.',
  },
  'file/cannot-write': {
    exit: 4,
    text: 'The file {path} cannot be written: {detail}.',
    next: 'Check the folder and the permissions.',
  },
  'observe/port-held': {
    exit: 6,
    text: '{transport} port {port} is held here by {holder}.',
    next: 'Nothing was taken from it. To watch beside it: quietport observe {port} --passive.',
  },
  'observe/no-tool': {
    exit: 3,
    text: 'There is no {tool} here, which would see packets pass.',
    next: 'Install dumpcap (Debian: wireshark-common) or tcpdump, or listen without --passive.',
  },
  'observe/not-permitted': {
    exit: 4,
    text: 'This user may not see packets pass on {interface}: {detail}.',
    next: 'On Debian: dpkg-reconfigure wireshark-common, then join the group wireshark; elsewhere run it with the right to capture (CAP_NET_RAW). To listen without --passive needs no such right.',
  },
  'observe/tool-failed': {
    exit: 3,
    text: '{tool} saw nothing of {interface}: {detail}.',
    next: 'Check the name of the interface; quietport doctor lists what is up.',
  },
  'observe/print-port': {
    exit: 2,
    text: 'Port {port} is a print port: what passes there between others are their documents.',
    next: 'quietport port {port} says what it is. Without --passive, what is sent to this machine itself is recorded.',
  },
  'observe/would-leak': {
    exit: 70,
    text: 'The dossier would still hold {count} values that name somebody or something: nothing was written.',
    next: 'This is a bug: please report it. --write keeps the bytes as they are, for yourself.',
  },
  'serve/no-consent': {
    exit: 4,
    text: 'Nobody has said yet which interfaces may be looked at.',
    next: 'Say so first: the button on the page, l on the terminal, --find, or POST /api/v1/consent.',
  },
  'serve/not-loopback': {
    exit: 2,
    text: '{address} is no loopback address.',
    next: 'Beyond this machine it is served by HTTPS alone: give --tls-cert and --tls-key, or name who stands before it with --behind-proxy NAME/ADDRESS.',
  },
  'serve/no-users': {
    exit: 2,
    text: 'There is no user yet, so nobody but this machine is served.',
    next: 'Run quietport serve without that option first and make the first user: in the console, or with POST /api/v1/setup.',
  },
  'serve/bad-certificate': {
    exit: 2,
    text: 'The certificate in {path} cannot be served: {detail}.',
    next: 'Give a certificate with its chain and its key, unencrypted, as PEM.',
  },
  'serve/already-running': {
    exit: 6,
    text: 'The folder {path} is served already, by {holder}.',
    next: 'Use that one, end it, or name another folder with --data.',
  },
  'serve/no-free-port': {
    exit: 6,
    text: 'The ports {from} to {to} on {address} are all taken.',
    next: 'Name another one with --listen.',
  },
  'request/not-by-proxy': {
    exit: 4,
    text: 'This is reached by {name} alone.',
    next: 'Ask https://{name}/.',
  },
  'request/not-secure': {
    exit: 4,
    text: 'The proxy does not say that it was asked by HTTPS.',
    next: 'Ask https://{name}/; the proxy has to send X-Forwarded-Proto: https and X-Forwarded-For.',
  },
  'request/bad-value': {
    exit: 2,
    text: 'The request is not as it should be: {detail}.',
    next: '/openapi.json says what each path takes.',
  },
  'request/no-such-path': {
    exit: 2,
    text: 'There is nothing at {method} {path}.',
    next: '/openapi.json lists every path.',
  },
  'request/bad-cursor': {
    exit: 2,
    text: 'That cursor leads nowhere any more.',
    next: 'Begin with the first page again.',
  },
  'request/foreign-host': {
    exit: 4,
    text: 'The request was meant for {host}, which is not how this server is reached.',
    next: 'Use the address that serve has printed.',
  },
  'request/foreign-origin': {
    exit: 4,
    text: 'A page of {origin} may not ask this server.',
    next: 'Open the page that this server has itself.',
  },
  'request/not-deliberate': {
    exit: 4,
    text: 'What changes something needs the header quietport-request.',
    next: 'Send quietport-request: 1 with it. A page of another site cannot.',
  },
  'request/too-large': {
    exit: 2,
    text: 'The request is larger than {most} bytes.',
    next: 'Send less.',
  },
  'request/too-many-listeners': {
    exit: 5,
    text: 'There are {most} listeners already.',
    next: 'Close one of them, or ask again later.',
  },
  'user/not-signed-in': {
    exit: 4,
    text: 'Nobody is signed in.',
    next: 'Sign in: on the page, or with POST /api/v1/session.',
  },
  'user/not-allowed': {
    exit: 4,
    text: '{user} is {has}; that needs {role}.',
    next: 'Ask an admin.',
  },
  'user/wrong-password': {
    exit: 4,
    text: 'There is no user of that name with that password.',
    next: 'Try again, or let an admin give you another password. Where no admin can: quietport users reset NAME on the machine itself.',
  },
  'user/too-many-tries': {
    exit: 5,
    text: 'There were too many tries to sign in.',
    next: 'Wait {seconds} s, then try again.',
  },
  'user/set-up-already': {
    exit: 6,
    text: 'There are users already.',
    next: 'Sign in. An admin can add users.',
  },
  'user/not-set-up': {
    exit: 6,
    text: 'There is no user yet.',
    next: 'Make the first one, an admin, with POST /api/v1/setup.',
  },
  'user/taken': {
    exit: 6,
    text: 'There is a user {name} already.',
    next: 'Choose another name.',
  },
  'user/not-found': {
    exit: 2,
    text: 'There is no user {name}.',
    next: 'quietport users lists them, and so does GET /api/v1/users.',
  },
  'user/last-admin': {
    exit: 6,
    text: '{name} is the last admin.',
    next: 'Add another admin first.',
  },
  'user/no-session': {
    exit: 2,
    text: 'You have no session {id}.',
    next: 'GET /api/v1/sessions lists yours: it may have ended already.',
  },
  'program/unexpected': {
    exit: 70,
    text: 'Something went wrong that never should: {detail}.',
    next: 'This is a bug: please report it, with what -v shows.',
  },
} as const;
faults satisfies Readonly<Record<string, { readonly exit: number; readonly text: string; readonly next: string }>>;
