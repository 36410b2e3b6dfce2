import type { RecordType } from './dns/records.ts';
import type { Failure, Millis } from './model.ts';
import type { ProgramName } from './programs.ts';
import type { Peer, Starttls } from './tls/peer.ts';

/**
 * A value that stays on its host: of a container, or of a Swarm service by its id. `at` is the path in its inspect answer,
 * or `env` the name of a container's variable.
 */
export interface Kept {
	readonly host: string;
	readonly container?: string;
	readonly service?: string;
	readonly env?: string;
	readonly at?: readonly string[];
}

/**
 * A word of a call. `secret`: a reference from the config (`env:NAME`, `file:PATH`, `cmd:…`).
 * `kept`: never leaves its host. `program`: a script of ours, by name. io puts them in at the last moment, and joins a list.
 */
export type Word =
	| string
	| { readonly secret: string }
	| { readonly kept: Kept }
	| { readonly program: ProgramName }
	| readonly Word[];
/** JSON in which `{ $word }` stands for a value that io puts in. */
export type Json =
	| string
	| number
	| boolean
	| null
	| readonly Json[]
	| { readonly [key: string]: Json }
	| { readonly $word: Word };
/** What is sent along with a request over HTTP. */
export type Body = { readonly json: Json } | { readonly text: Word };

/** A connection of its own, with the usual authorities or those in a file. */
export type Fresh = true | { readonly ca: string };

/** How something outside is reached. `host` is the name of a host; on `http` and `tcp`, `local` means from here. */
export type Way =
	/**
	 * `terminal`: it is given this terminal until it ends; what it says is not heard then. `held`: its standard input stays open until it is
	 * stopped or this program is gone, by which it learns of both.
	 */
	| {
			readonly via: 'exec';
			readonly host: string;
			readonly argv: readonly Word[];
			readonly input?: Word;
			readonly terminal?: true;
			readonly held?: true;
	  }
	| {
			readonly via: 'engine';
			readonly host: string;
			readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
			readonly path: string;
			/** What is asked besides the path, where it is known only when the call is carried. */
			readonly query?: Readonly<Record<string, Word>>;
			readonly body?: Json;
	  }
	| {
			readonly via: 'http';
			readonly host: string;
			readonly method: string;
			readonly url: string;
			readonly headers?: Readonly<Record<string, Word>>;
			readonly body?: Body;
			/**
			 * Over a connection of its own, as a new visitor comes: the reply then has `phases` and, with TLS, `peer`. `ca`: the
			 * path of a file on this machine, the authorities that are trusted instead of the usual ones, in PEM.
			 */
			readonly fresh?: Fresh;
	  }
	/**
	 * A connection to a port: `send` goes out, or `resp`, commands in the protocol of Redis; what comes back is the answer,
	 * until `until` is in it or it ends.
	 */
	| {
			readonly via: 'tcp';
			readonly host: string;
			readonly name: string;
			readonly port: number;
			readonly send?: Word;
			readonly resp?: readonly (readonly Word[])[];
			readonly until?: string;
	  }
	/** A TLS handshake on a port. No chain is refused: what is wrong with it is in the `peer` of the reply. */
	| {
			readonly via: 'tls';
			readonly host: string;
			readonly name: string;
			readonly port: number;
			/** The name that the server is asked for and its certificate must be for (SNI). Unless given: `name`. */
			readonly servername?: string;
			readonly starttls?: Starttls;
			/** The path of a file on this machine: the authorities that are trusted instead of the usual ones, in PEM. */
			readonly ca?: string;
	  }
	/**
	 * A question to the DNS from here; another host than `local` cannot be asked so. `server`: an address, with a port if
	 * need be. The `code` of the reply is the DNS's own (RCODE), its `text` a JSON list of texts.
	 */
	| {
			readonly via: 'dns';
			readonly host: string;
			readonly name: string;
			readonly type: RecordType;
			readonly server?: string;
	  }
	/**
	 * A query of ours to a PostgreSQL, in a session that may only read; nothing of the outside is ever put into its text.
	 * The text of the reply is a JSON list of its rows.
	 */
	| {
			readonly via: 'sql';
			readonly host: string;
			readonly name: string;
			readonly port: number;
			readonly user: string;
			readonly database: string;
			readonly password?: Word;
			/** Only over TLS, with a certificate that is trusted and for `name`. */
			readonly tls?: true;
			/** The certificates, in PEM, of authorities that are trusted instead of the usual ones. */
			readonly ca?: Word;
			readonly query: string;
	  };

/**
 * `most`: bytes of the answer that are kept. `fine`: codes that are no failure (unless given: 0, or 200–299). `silent`: of a
 * command that tells how far it is, it is given up when it says nothing for so long.
 */
export interface Limits {
	readonly timeout: Millis;
	readonly silent?: Millis;
	readonly most?: number;
	readonly fine?: readonly number[];
}
/** A call that changes nothing. */
export type Read = Way & Limits & { readonly effect: 'read' };
/** A call that changes something. Only `perform` gives one out. */
export type Write = Way & Limits & { readonly effect: 'write' };
/** Anything that reaches the outside. */
export type Call = Read | Write;

/** How long the parts of a request took. `dns` and `tls` are missing where there was none; over ssh, `dns` is in `connect`. */
export interface Phases {
	readonly dns?: Millis;
	readonly connect: Millis;
	readonly tls?: Millis;
	/** From the request to the head of the answer. */
	readonly first: Millis;
}
/**
 * `code`: exit code or HTTP status; 0 where a web server was not asked, for its certificate. `cut`: there was more than
 * `most`.
 */
export interface Reply {
	readonly code: number;
	readonly text: string;
	readonly err: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly cut?: true;
	readonly phases?: Phases;
	readonly peer?: Peer;
}
/** `ok`: an answer came and its code is fine. Another code is a failure that carries its `reply`. */
export type Answer = { readonly took: Millis } & (
	| { readonly ok: true; readonly value: Reply }
	| { readonly ok: false; readonly failure: Failure; readonly reply?: Reply }
);

/**
 * Carries a read out. It never rejects: what went wrong is in the answer. `heard` is told the lines of a command while they come;
 * of its answer only the newest `most` bytes are kept then.
 */
export type Ask = (call: Read, signal: AbortSignal, heard?: (chunk: Chunk) => void) => Promise<Answer>;
/**
 * Carries a write out; made only where changes are allowed. It never rejects. `heard` is told the lines of an answer that
 * comes bit by bit, as of a pull, while it comes.
 */
export type Order = (call: Write, signal: AbortSignal, heard?: (chunk: Chunk) => void) => Promise<Answer>;

/** A piece of a stream: a line of a log or of an event stream. `cut`: bytes at its end that were too many and are lost. */
export interface Chunk {
	readonly at?: Millis;
	readonly from: 'out' | 'err';
	readonly text: string;
	readonly cut?: number;
}
/** Reads that never end: logs, events, stats. Throws nothing; the last value of a broken stream is its failure. */
export type Follow = (call: Read, signal: AbortSignal) => AsyncIterable<Chunk | { readonly failure: Failure }>;
