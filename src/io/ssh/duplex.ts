import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';

/**
 * A channel as a stream that keeps Node's promises. ssh2's own `destroy` closes nothing until all that was sent has been
 * read, so that a connection which is left while data waits would stay open for ever.
 */
export function duplexOf(channel: ClientChannel): Duplex {
	const stream = new Duplex({
		read: () => channel.resume(),
		write: (bytes, _encoding, done) => {
			// That nobody takes it any more is told by the channel's end; an error here would cost what was not read yet.
			if (channel.writable) channel.write(bytes, () => done());
			else done();
		},
		final: (done) => {
			if (channel.writable) channel.end(() => done());
			else done();
		},
		destroy: (error, done) => {
			channel.removeAllListeners('data');
			channel.resume();
			channel.close();
			done(error);
		},
	});
	channel.on('data', (bytes: Buffer) => {
		if (!stream.push(bytes)) channel.pause();
	});
	channel.pause();
	let ended = false;
	const end = () => {
		if (!ended && !stream.destroyed) stream.push(null);
		ended = true;
	};
	channel.once('end', end);
	channel.once('error', (error: Error) => stream.destroy(error));
	channel.once('close', () => {
		// What has arrived can still be read; then the stream ends by itself.
		end();
		stream.end();
	});
	return stream;
}
