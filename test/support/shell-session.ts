import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Duplex } from 'node:stream';
import { type Connection, makeLink } from '../../src/io/ssh/link.ts';
import type { Channel, Session } from '../../src/io/ssh/session.ts';
import type { StandIns } from './stand-ins.ts';

/** Runs a line as sshd does: by the login shell, which takes it apart. */
function start(line: string, env: StandIns['env']): Channel {
	const child = spawn('sh', ['-c', line], { env: { ...env } });
	child.stdin.on('error', () => undefined);
	const ended = new Promise<number>((resolve) => {
		child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
	});
	// A command that ends without reading its input must not lose its output, as it does not over ssh.
	const stream = new Duplex({
		read: () => child.stdout.resume(),
		write: (bytes, _encoding, done) => child.stdin.write(bytes, () => done()),
		final: (done) => child.stdin.end(() => done()),
	});
	child.stdout.on('data', (bytes) => stream.push(bytes));
	child.stdout.once('end', () => stream.push(null));
	return { stream, stderr: child.stderr, ended, stop: () => void child.kill() };
}

/** A fake connection to a machine of stand-ins: lines are run there by its `sh`; no socket and no port is forwarded. */
export async function connectionTo({ env }: StandIns): Promise<Connection> {
	const refused = Object.assign(new Error('Channel open failure: connect failed'), { reason: 2 });
	const session: Session = {
		...{ through: 'a fake', roundTrip: 0 },
		start: async (line) => start(line, env),
		open: async () => {
			throw refused;
		},
		onClose: () => undefined,
		end: async () => undefined,
	};
	const open = async () => ({ ok: true as const, value: session });
	const link = makeLink({ name: 'h', open, onLink: () => undefined, now: () => 0, random: () => 0 });
	const connection = await link.use(AbortSignal.timeout(9000));
	if (!connection.ok) throw new Error(connection.failure.message);
	return connection.value;
}
