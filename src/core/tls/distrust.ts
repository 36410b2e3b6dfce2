/** Why a certificate is not trusted, by OpenSSL's name of the error (its manual, `verification`), in words. */
const reasons: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	CERT_REVOKED: 'its certificate was revoked',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be traced to an authority',
	UNABLE_TO_GET_ISSUER_CERT: 'its certificate cannot be traced to an authority',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate cannot be traced to an authority',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Why a certificate is not trusted, in words; undefined where the code is none of a certificate. */
export function distrustText(code: string): string | undefined {
	return Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}
