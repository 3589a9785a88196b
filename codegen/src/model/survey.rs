//! Who sends what: which components answers, callbacks and forms reach.

use openapiv3::{
    Callback, Operation as ApiOperation, ReferenceOr, Response as ApiResponse, Schema,
};

use super::build::Builder;
use super::operations::{form_component, operation_doc};
use super::shapes::{media_component, schema_references};
use super::{Usage, Webhook};

impl<'d> Builder<'d> {
    /// Marks what answers, callbacks and forms reach, and lists the callbacks.
    pub(super) fn survey(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (_, item) in &self.api.paths.paths {
            let Some(item) = item.as_item() else { continue };
            for (_, operation) in item.iter() {
                for response in answers(operation) {
                    if let Some(response) = self.response(response) {
                        for media in response.content.values() {
                            if let Some(name) = media_component(media) {
                                self.mark(name, Usage::Response);
                            }
                        }
                    }
                }
                if let Some(name) = operation.request_body.as_ref().and_then(form_component) {
                    self.mark(name, Usage::Form);
                }
                for callback in operation.callbacks.values() {
                    self.survey_callback(callback, &mut webhooks);
                }
            }
        }
        webhooks
    }

    fn survey_callback(&mut self, callback: &Callback, webhooks: &mut Vec<Webhook>) {
        for item in callback.values() {
            for (_, operation) in item.iter() {
                let Some(component) = operation.request_body.as_ref().and_then(form_component)
                else {
                    continue;
                };
                self.mark(component, Usage::Callback);
                webhooks.push(Webhook {
                    component: component.to_owned(),
                    doc: operation_doc(operation),
                });
            }
        }
    }

    pub(super) fn response(
        &self,
        response: &'d ReferenceOr<ApiResponse>,
    ) -> Option<&'d ApiResponse> {
        match response {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/responses/")?;
                self.api.components.as_ref()?.responses.get(name)?.as_item()
            }
        }
    }

    fn mark(&mut self, component: &str, usage: Usage) {
        if usage != Usage::Form && !self.sent_by_service.insert(component.to_owned()) {
            return;
        }
        // What the service sends wins: a struct that is read has to be public.
        match self.usage.get(component) {
            Some(Usage::Response) => {}
            _ => {
                self.usage.insert(component.to_owned(), usage);
            }
        }
        if usage != Usage::Form {
            let parts = self
                .schema(component)
                .map(schema_references)
                .unwrap_or_default();
            for part in parts {
                self.mark(&part, usage);
            }
        }
    }

    pub(super) fn schema(&self, component: &str) -> Option<&'d Schema> {
        self.api
            .components
            .as_ref()?
            .schemas
            .get(component)?
            .as_item()
    }
}

fn answers(operation: &ApiOperation) -> impl Iterator<Item = &ReferenceOr<ApiResponse>> {
    operation
        .responses
        .responses
        .values()
        .chain(&operation.responses.default)
}
