// How far a machine is on its way from a lost box to a GPU, as the public API shows it.

/** In their order. `cut`: how the box is lost; `near`: from which phase on a look every moment is worth it. */
export const PHASES = [
  { name: 'suspected', cut: 'power', near: 0 },
  { name: 'fenced', cut: 'vendor', near: 0 },
  { name: 'launching', cut: 'vendor', near: 2 },
  { name: 'restoring', cut: 'vendor', near: 3 },
  { name: 'on_standby', cut: 'vendor', near: 4 },
  { name: 'candidate', cut: 'vendor', near: 5 },
  { name: 'freezing', cut: 'vendor', near: 6 },
  { name: 'moving', cut: 'vendor', near: 6 },
];

export const PROCESSES = ['monitoring-service', 'instance-manager', 'gateway', 'redis', 'postgres'];

/** @param standbyRuns whether its box is up at its vendor @return 0: nothing happened yet, 1 to 8: PHASES, 9: on a GPU again */
export function progress({ status, reason, epoch, serving }, from, standbyRuns) {
  switch (status) {
    case 'suspect': return 1;
    case 'failing_over':
      if (reason.code === 'failing_over_restoring') return 4;
      return standbyRuns ? 3 : 2;
    case 'on_standby': return 5;
    case 'returning':
      if (reason.code === 'returning_moving') return 8;
      return reason.code === 'returning_copying' ? 7 : 6;
    case 'running': return epoch > from && serving?.kind === 'gpu' ? 9 : 0;
    default: return 0;
  }
}

export const phaseName = (number) => (number === 0 ? 'running' : PHASES[number - 1]?.name ?? 'returned');
