// What printing and scanning software looks like on a computer: ports.md 9.1. Names are base names in lower case, without
// `.exe`; a number never names a program.

/** Programs of Epson: event manager, backend daemon, status monitors, POS and scan services, network tools. */
export const epsonPrograms: RegExp =
  /^(eeventmanager|ecbd|ecblp|escsvc64|epcp|eppccmon|eebsvc|eebagent|emp_udsa|enconfig|epsonscan2?|epsonscansvc|iscan|imagescan|epson-(printer-utility|backend|inkjet)[\w-]*|e_[yi]at[0-9a-z]*)$/;

/** Folders that Epson's installers make. */
export const epsonFolders: RegExp =
  /^\/usr\/lib\/(epson-backend|epsonscan2)\/|^\/opt\/(epson-|iscan|imagescan)[^/]*\/|^\/Library\/Printers\/EPSON\/|^\/Library\/Image Capture\/Devices\/EPSON |^\/Applications\/Epson Software\/|\/flatpak\/app\/net\.epson\.|^[A-Z]:\\Program Files( \(x86\))?\\(Common Files\\)?epson( software)?\\/i;

/** The folder of Windows where printer drivers of every maker lie: it counts together with a name only. */
export const driverFolders: RegExp = /^[A-Z]:\\Windows\\system32\\spool\\drivers\\/i;

/** Debian packages with Epson's own software. */
export const epsonPackages: RegExp = /^(epson-.+|epsonscan2.*|iscan(-.+)?|imagescan(-.+)?|printer-driver-escpr2?)$/;

/** Units of systemd and services of Windows that Epson's packages bring. */
export const epsonServices: RegExp =
  /^(ecbd|epson[\w-]*)\.service$|^(EpsonScanSvc|EPSON_Port_Communication_Service|EpsonCustomerResearchParticipation)$/;

/** The signer of Windows files, the team of macOS ones. */
export const epsonSigners: RegExp = /^SEIKO EPSON CORPORATION$|^TXAEAV5RN4$/i;

/** Printing and scanning software of others, receivers of push scan among them. */
export const printingPrograms: RegExp =
  /^(cupsd|cups-browsed|cups-lpd|cups-pk-helper.*|ipp-usb|ippeveprinter|ippserver|spoolsv|lpd|lprng|p910nd|papd|saned|airsaned|hpssd|hpnetworkcommunicator\w*|hpqnrs08|brmonitor|brctrlcntr|brscan-\w+|cnmnsst\w*|cnqmmain|lxcrcoms|lmab1err|epson2paperless)$/;

export const printingPackages: RegExp =
  /^(cups(-.+)?|ipp-usb|printer-driver-.+|hplip(-.+)?|sane(-.+)?|airsane|p910nd|lprng|lpr|brscan.*|mfc.+)$/;

/** Programs whose UDP sockets go out: QUIC, calls, name look-ups. */
export const browserPrograms: RegExp =
  /^(firefox(-esr|-bin)?|chrome|google-chrome|google chrome( helper)?|chromium(-browser)?|msedge|microsoft edge( helper)?|brave(-browser)?|opera|vivaldi(-bin)?|safari|com\.apple\.webkit\.networking)$/;

/** Programs that run what others wrote: what counts is the script. */
export const interpreters: RegExp =
  /^(node|nodejs|bun|deno|python[\d.]*|pythonw|java|javaw|ruby[\d.]*|perl[\d.]*|php[\d.]*|dotnet|sh|bash|dash)$/;

/** Folders in which any user, or one user without privilege, may put a program. */
export const writableFolders: RegExp =
  /^(\/private)?\/(tmp|var\/tmp|var\/folders|dev\/shm|run\/user|run\/shm)\/|^\/(home|Users)\/|^[A-Z]:\\(Users|Temp|Windows\\Temp)\\/i;

/** The part of them that is emptied now and then: nobody installs a service there. */
export const temporaryFolders: RegExp =
  /^(\/private)?\/(tmp|var\/tmp|var\/folders|dev\/shm|run\/shm)\/|\\Temp\\|^[A-Z]:\\Temp\\/i;
