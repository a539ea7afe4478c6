// By a static import: in the bundle a dynamic one of a CommonJS package has no names.
export { generateAuthTokenFromCredentialsProvider } from "aws-msk-iam-sasl-signer-js";
