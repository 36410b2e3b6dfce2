import type { Failure } from '../model.ts';

/** What it means that the engine of a host takes a request and gives no answer in time: it hangs, or its machine does. */
export function silentEngine(host: string): Failure {
	return {
		kind: 'timeout',
		message: `The engine of ${host} does not answer.`,
		fix: `On ${host} check \`systemctl status docker\` and its load.`,
	};
}
