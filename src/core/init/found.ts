import type { Failure, Host, PlatformId } from '../model.ts';
import type { Starttls } from '../tls/peer.ts';
import type { HostFinds } from './answer.ts';
import type { DatabaseKind } from './databases.ts';
import type { Published } from './published.ts';
import type { WebFound } from './web.ts';

/** A service as it runs: its ids in the config, and what its platform calls it. */
export interface ServiceFound {
	readonly environment: string;
	readonly name: string;
	readonly platform: PlatformId;
	readonly host: string;
	readonly container: string;
	readonly health?: WebFound;
	/** The address of its metrics. */
	readonly metrics?: string;
	readonly database?: DatabaseKind;
	/** Where its database is asked; missing where its port is not published. */
	readonly at?: Published;
	/** It answers without a password. */
	readonly open?: true;
}

/** A port that speaks TLS. `name`: whom its certificate is for; `distrust`: OpenSSL's code for why it is not trusted. */
export interface TlsFound {
	readonly address: string;
	readonly name?: string;
	readonly starttls?: Starttls;
	readonly distrust?: string;
}

/** What was found on a host that was reached. */
export interface HostFound {
	readonly host: Host;
	readonly finds: HostFinds;
	/** The names of its recurring jobs. */
	readonly jobs: readonly string[];
	/** Ports of databases and of web servers that no container has published. */
	readonly databases: readonly (DatabaseKind & { readonly at: Published; readonly open?: true })[];
	readonly web: readonly WebFound[];
	readonly tls: readonly TlsFound[];
}

/** Everything that was found. `left`: containers that get no line, and why. */
export interface Found {
	readonly hosts: readonly HostFound[];
	readonly services: readonly ServiceFound[];
	readonly left: readonly { readonly name: string; readonly why: string }[];
}

/** What could not be read, of what. */
export interface Unread {
	readonly of: string;
	readonly failure: Failure;
}
